import { IconMinus, IconTrendingDown, IconTrendingUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HomeBookEntry } from "../../api";
import { isKnown } from "../../ui/charts/figure";
import { formatNumber, formatShare } from "../../ui/format";
import classes from "./Book.module.css";
import type { BookLanguage } from "./reading";

const COURSES = { up: IconTrendingUp, down: IconTrendingDown, alike: IconMinus } as const;

interface DoingProps {
  doing: HomeBookEntry;
  /** In one's own calls, and not in those of all. */
  own: boolean;
  language: BookLanguage;
}

/** How an entry is doing in live calls, and where it leads on to: its curve, its drill, moments that show it. */
export function Doing({ doing, own, language }: DoingProps) {
  const { t } = useTranslation("book");
  const drill = doing.drills[language];
  const question = doing.question_id === null ? null : encodeURIComponent(doing.question_id);
  return (
    <div className={classes.doing}>
      {doing.now && <HowOften doing={doing} own={own} />}
      {question !== null && !own && <Link to={`/measures?question=${question}`}>{t("doing.curve")}</Link>}
      {drill !== undefined && <Link to={`/practice/drills/${encodeURIComponent(drill)}`}>{t("doing.drill")}</Link>}
      {question !== null && doing.exemplars > 0 && (
        <Link to={`/exemplars?question=${question}`}>{t("doing.exemplars", { count: doing.exemplars })}</Link>
      )}
    </div>
  );
}

function HowOften({ doing, own }: Omit<DoingProps, "language">) {
  const { t, i18n } = useTranslation("book");
  const { now, before, course } = doing;
  if (!now) return null;
  const share = (value: number) => formatShare(value, i18n.language);
  const number = (value: number) => formatNumber(value, i18n.language);
  if (!isKnown(now)) return <p>{t(now.count === 0 ? "doing.none" : "doing.few", { of: number(now.count) })}</p>;
  const Course = course === null ? null : COURSES[course];
  return (
    <p>
      {t(own ? "doing.own" : "doing.all", { share: share(now.value), of: number(now.count) })}{" "}
      <span className={classes.aside}>
        {t("doing.range", { low: share(now.low), high: share(now.high) })}
        {before && isKnown(before) && ` · ${t("doing.before", { share: share(before.value), of: number(before.count) })}`}
      </span>
      {Course && (
        <span className={classes.course}>
          <Course size={16} stroke={1.8} aria-hidden />
          {t(`doing.${course ?? "alike"}`)}
        </span>
      )}
    </p>
  );
}
