import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export type InterfaceLanguage = "he" | "en";

const REMEMBERED = "mashov-language";

/** `./locales/he/calls.json` is namespace "calls" of Hebrew; a new file needs no word here. */
const files = import.meta.glob<Record<string, unknown>>("./locales/*/*.json", { eager: true, import: "default" });

function resources(): Record<string, Record<string, Record<string, unknown>>> {
  const found: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, words] of Object.entries(files)) {
    const [language, name] = path.replace("./locales/", "").replace(".json", "").split("/");
    if (language && name) (found[language] ??= {})[name] = words;
  }
  return found;
}

/** What before-paint.js put on the document: the remembered language, or the browser's first that we speak. */
export function rememberedLanguage(): InterfaceLanguage {
  return document.documentElement.lang === "en" ? "en" : "he";
}

export function directionOf(language: string): "rtl" | "ltr" {
  return language === "he" ? "rtl" : "ltr";
}

/** Which locale dates and numbers are written in. */
export function localeOf(language: string): string {
  return language === "he" ? "he-IL" : "en-GB";
}

function dressDocument(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  document.title = i18next.t("common:product");
  try {
    localStorage.setItem(REMEMBERED, language);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

export const i18n = i18next;

/** Makes the words ready; resolves at once because they are part of the page. */
export async function startI18n(language: InterfaceLanguage = rememberedLanguage()): Promise<void> {
  i18next.on("languageChanged", dressDocument);
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: "common",
    resources: resources(),
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false, // It would write an advertisement into the console.
  });
}
