// Runs before the first paint, from its own file because the page allows no inline scripts: the remembered language and
// colour scheme are on <html> before anything is drawn, so that nothing flashes or jumps sides.
(function () {
  var root = document.documentElement;
  var language = "he";
  var scheme = "auto";
  try {
    language = localStorage.getItem("mashov-language") === "en" ? "en" : "he";
    scheme = localStorage.getItem("mashov-colour-scheme") || "auto";
  } catch {
    // A browser that forbids storage still gets the page, in Hebrew.
  }
  if (scheme !== "light" && scheme !== "dark") {
    scheme = window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  root.lang = language;
  root.dir = language === "he" ? "rtl" : "ltr";
  root.setAttribute("data-mantine-color-scheme", scheme);
})();
