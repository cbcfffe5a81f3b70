import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HomeDispute } from "../../api";
import { formatDate } from "../../ui/format";
import classes from "./Home.module.css";
import { Part } from "./Part";

/** What one asked to be looked at once more, and what came of it; nothing where nothing was asked lately. */
export function MyDisputes({ disputes }: { disputes: readonly HomeDispute[] }) {
  const { t, i18n } = useTranslation("home");
  const day = (iso: string) => formatDate(iso, i18n.language);
  if (disputes.length === 0) return null;
  return (
    <Part name="disputes" title={t("disputes.title")} to="/feedback" all={t("disputes.all")}>
      <ul className={classes.lines}>
        {disputes.map((one) => (
          <li key={one.id}>
            <Link to={`/feedback/${one.evaluation_id}`} className={classes.all}>
              {t("disputes.call", { date: day(one.began_at) })}
            </Link>
            <span className={classes.state}>
              {t("disputes:questions", { count: one.questions })}
              {" · "}
              {one.state === "open"
                ? t("disputes.open", { date: day(one.due_at) })
                : t(`disputes.${one.state}`, { upheld: one.upheld, count: one.questions })}
              {one.decided_at !== null && ` · ${day(one.decided_at)}`}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
