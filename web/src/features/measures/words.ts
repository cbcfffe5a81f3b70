import { useTranslation } from "react-i18next";

import type { MeasuredQuestion } from "../../api";
import { localeOf } from "../../i18n";
import type { Reading } from "../../ui/charts/figure";

const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 0 };
const POINTS: Intl.NumberFormatOptions = { minimumFractionDigits: 0, maximumFractionDigits: 1, signDisplay: "exceptZero" };

/** A number by itself within a line of either direction, so that its sign stays before it. */
function alone(number: string): string {
  return `\u2066${number}\u2069`;
}

/** How the values of the measures are written: shares, changes of shares in points of a hundred, and steps of tone. */
export function useReadings(): { share: Reading; change: Reading; spread: Reading; tone: Reading } {
  const { t, i18n } = useTranslation("measures");
  const locale = localeOf(i18n.language);
  const percent = new Intl.NumberFormat(locale, PERCENT);
  const signed = new Intl.NumberFormat(locale, POINTS);
  const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return {
    share: { low: 0, high: 1, of: "opportunities", write: (value) => percent.format(value) },
    change: { low: -1, high: 1, of: "opportunities", write: (value) => t("points", { points: alone(signed.format(100 * value)) }) },
    spread: { low: 0, high: 1, of: "opportunities", write: (value) => t("points", { points: alone(plain.format(100 * value)) }) },
    tone: { low: -10, high: 10, of: "moments", write: (value) => alone(signed.format(value)) },
  };
}

/** A text in the language of the page, or else in the other. */
export function useWords(): (text: MeasuredQuestion["text"]) => string {
  const { i18n } = useTranslation();
  const he = i18n.language.startsWith("he");
  return (text) => (he ? text.he || text.en : text.en || text.he);
}

/** The words of a question. */
export function useQuestionText(): (question: MeasuredQuestion) => string {
  const words = useWords();
  return ({ id, text }) => words(text) || id;
}

/** "18 October": the first day of a week. */
export function useDay(): (iso: string) => string {
  const { i18n } = useTranslation();
  const form = new Intl.DateTimeFormat(localeOf(i18n.language), { day: "numeric", month: "short", timeZone: "UTC" });
  return (iso) => form.format(new Date(iso));
}
