import type { Turn } from "../types";

/** By the language that was heard: a Hebrew sentence may begin with an English name. By the words where none is known. */
export function directionOf(language: Turn["language"]): "rtl" | "ltr" | "auto" {
  if (language === "he") return "rtl";
  return language === "en" ? "ltr" : "auto";
}
