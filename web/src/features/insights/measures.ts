import { useTranslation } from "react-i18next";

import type { Reading } from "../../ui/charts/figure";
import { formatLength } from "../../ui/format";
import { localeOf } from "../../i18n";

/** What is measured of a call. */
export const MEASURES = ["score", "tone_start", "tone_end", "handle_time", "dead_air", "talk_share"] as const;
export type Measure = (typeof MEASURES)[number];

const RANGES: Record<Measure, { low: number; high: number }> = {
  score: { low: 0, high: 100 },
  tone_start: { low: -5, high: 5 },
  tone_end: { low: -5, high: 5 },
  handle_time: { low: 0, high: Infinity },
  dead_air: { low: 0, high: 1 },
  talk_share: { low: 0, high: 1 },
};

const TIME_STEPS_S = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

const FORMS: Record<Measure, Intl.NumberFormatOptions> = {
  score: { maximumFractionDigits: 0 },
  tone_start: { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" },
  tone_end: { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" },
  handle_time: {},
  dead_air: { style: "percent", maximumFractionDigits: 1 },
  talk_share: { style: "percent", maximumFractionDigits: 0 },
};

export function readingOf(measure: Measure, language: string): Reading {
  if (measure === "handle_time")
    return { ...RANGES.handle_time, steps: TIME_STEPS_S, write: (seconds) => formatLength(seconds * 1000) };
  const form = new Intl.NumberFormat(localeOf(language), FORMS[measure]);
  return { ...RANGES[measure], write: (value) => form.format(value) };
}

/** How the values of a measure are written in the language of the page. */
export function useReading(): (measure: Measure) => Reading {
  const { i18n } = useTranslation();
  return (measure) => readingOf(measure, i18n.language);
}

/** A share of 0..1 in whole per cent. */
export function useShares(): Reading {
  const { i18n } = useTranslation();
  const form = new Intl.NumberFormat(localeOf(i18n.language), { style: "percent", maximumFractionDigits: 0 });
  return { low: 0, high: 1, write: (value) => form.format(value) };
}
