/** Texts that carry both interface languages, read in the one that is on. */
import { useTranslation } from "react-i18next";

import type { Texts } from "./types";

export type InterfaceLanguage = "he" | "en";

export function languageOf(tag: string): InterfaceLanguage {
  return tag.startsWith("he") ? "he" : "en";
}

/** A missing translation shows the other language rather than nothing. */
export function inLanguage(texts: Texts, language: InterfaceLanguage): string {
  return texts[language] || texts.he || texts.en;
}

/** The reader of two-language texts for the language of the page. */
export function useTexts(): (texts: Texts) => string {
  const { i18n } = useTranslation();
  const language = languageOf(i18n.language);
  return (texts) => inLanguage(texts, language);
}
