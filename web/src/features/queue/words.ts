import { useTranslation } from "react-i18next";

import type { AssignmentOut } from "../../api";
import { localeOf } from "../../i18n";
import { formatNumber, formatShare } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import { formatWeek } from "./weeks";

export type Why = AssignmentOut["why"][number];

/** Says one fact about why a call was chosen, as a sentence of the interface language. */
export function useWhyWords(): (fact: Why) => string {
  const { t, i18n } = useTranslation("queue");
  const textIn = useTexts();
  return (fact) => {
    const value = fact.value ?? 0;
    switch (fact.kind) {
      case "random":
        return t("why.random", { count: fact.drawn_from ?? 0, week: formatWeek(fact.week ?? "", i18n.language) });
      case "could_flip":
      case "taken":
        return t(`why.${fact.kind}`, { share: formatShare(value, i18n.language) });
      case "low_score":
        return t("why.low_score", { value: formatNumber(Math.round(value), i18n.language) });
      case "customer_tone":
        return t("why.customer_tone", { value: signed(value, i18n.language) });
      case "unsure":
        return t("why.unsure", { count: value });
      case "situation":
        return t(`why.situation_${fact.outcome ?? "found"}`, { question: fact.question ? textIn(fact.question) : "" });
      case "by_hand":
        return t("why.by_hand", { name: fact.person_name ?? "" });
      default:
        return t(`why.${fact.kind}`);
    }
  };
}

/** A number whose sign stays before it, in whichever direction the line runs. */
function signed(value: number, language: string): string {
  return `\u200e${new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 1 }).format(value)}`;
}

/** "25 Nov", with the year where it is another one. */
export function formatDay(iso: string, language: string, now = new Date()): string {
  const day = new Date(iso);
  const year = day.getFullYear() === now.getFullYear() ? undefined : ("numeric" as const);
  return new Intl.DateTimeFormat(localeOf(language), { weekday: "short", day: "numeric", month: "short", year }).format(day);
}

/** By when a call is due, or when it was reviewed, as a sentence. */
export function useDueWords(): (assignment: AssignmentOut) => string {
  const { t, i18n } = useTranslation("queue");
  return (assignment) => {
    if (assignment.completed_at) return t("due.done", { date: formatDay(assignment.completed_at, i18n.language) });
    return t(assignment.overdue ? "due.late" : "due.by", { date: formatDay(assignment.due_at, i18n.language) });
  };
}

/** The last moment of a day that a date field says, here where the person is; undefined for an empty field. */
export function endOfDay(day: string): string | undefined {
  return day === "" ? undefined : new Date(`${day}T23:59:59`).toISOString();
}

/** The day of a moment as a date field wants it. */
export function dayOf(iso: string): string {
  const day = new Date(iso);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
