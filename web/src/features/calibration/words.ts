import { useTranslation } from "react-i18next";

import type { ComparedQuestion } from "../../api";
import { localeOf } from "../../i18n";
import { useTexts } from "../../workbench/language";
import { labelOf, NOT_APPLICABLE, type Sentence } from "./plain";

/** Figures and answers as the page says them. */
export function useFigures() {
  const { t, i18n } = useTranslation("calibration");
  const textIn = useTexts();
  const locale = localeOf(i18n.language);
  const percent = (share: number): string =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
  const figure = (value: number): string =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
  return {
    percent,
    figure,
    /** An option's id, "n/a", or nothing. */
    answer: (question: ComparedQuestion | null, answer: string | null): string => {
      if (answer === null) return "–";
      if (answer === NOT_APPLICABLE) return t("answer.not_applicable");
      const label = question && labelOf(question, answer);
      return label ? textIn(label) : t(`earns.${answer}`, { defaultValue: answer });
    },
    say: ({ key, numbers = {}, shares = {} }: Sentence): string => {
      const told = Object.entries(shares).map(([name, share]) => [name, percent(share)]);
      return t(key, { ...numbers, ...(Object.fromEntries(told) as Record<string, string>) });
    },
  };
}

/** What was answered, as the figures name answers. */
export function answered(said: { option_id: string | null; not_applicable: boolean } | null | undefined): string | null {
  if (!said) return null;
  return said.not_applicable ? NOT_APPLICABLE : said.option_id;
}
