import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { CohortOut } from "../../api";
import { localeOf } from "../../i18n";
import classes from "./Board.module.css";

const STAGES = ["before", "workshop", "practice", "live"] as const;
const WEEK_DAYS = 7;

/** The way from before the workshop to live calls, and where the cohort is on it. */
export function Stages({ cohort }: { cohort: CohortOut }) {
  const { t, i18n } = useTranslation("programmes");
  const day = (after: number) => dayName(cohort.day0, after, i18n.language);
  const practice = cohort.programme.practice_weeks;
  const dates: Record<(typeof STAGES)[number], string> = {
    before: t("stages.until", { date: day(-1) }),
    workshop: t("stages.from_on", { date: day(0) }),
    practice: t("stages.weeks", { count: practice, date: day(WEEK_DAYS) }),
    live: t("stages.from_on", { date: day(WEEK_DAYS * (practice + 1)) }),
  };
  return (
    <ol className={classes.stages} aria-label={t("stages.label")}>
      {STAGES.filter((stage) => stage !== "practice" || practice > 0).map((stage) => (
        <li key={stage} aria-current={stage === cohort.stage ? "step" : undefined}>
          <span className={classes.stage}>{t(`stage.${stage}`)}</span>
          <Text size="sm" component="span">
            {dates[stage]}
          </Text>
          {stage === cohort.stage && (
            <Text size="sm" component="span" fw={600}>
              {stage === "before" ? t("standing.before", { count: -cohort.week }) : t("stages.here", { week: cohort.week })}
            </Text>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The date so many days after a day, without its year. */
function dayName(iso: string, after: number, language: string): string {
  const day = new Date(`${iso}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + after);
  return new Intl.DateTimeFormat(localeOf(language), { day: "numeric", month: "short", timeZone: "UTC" }).format(day);
}
