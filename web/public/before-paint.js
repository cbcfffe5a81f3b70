// Runs before the first paint, from its own file because the page allows no inline scripts: the remembered language and
// colour scheme are on <html> before anything is drawn, so that nothing flashes or jumps sides.
(function () {
  var root = document.documentElement;
  // Until somebody has chosen: the first of the browser's languages that the page speaks, and else Hebrew.
  var preferred = (navigator.languages || []).find(function (tag) {
    return /^(he|iw|en)\b/i.test(tag);
  });
  var language = /^en/i.test(preferred || "") ? "en" : "he";
  var scheme = "auto";
  try {
    language = localStorage.getItem("mashov-language") || language;
    scheme = localStorage.getItem("mashov-colour-scheme") || "auto";
  } catch {
    // A browser that forbids storage still gets the page.
  }
  if (scheme !== "light" && scheme !== "dark") {
    scheme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.lang = language === "en" ? "en" : "he";
  root.dir = root.lang === "he" ? "rtl" : "ltr";
  root.setAttribute("data-mantine-color-scheme", scheme);
})();
