import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HomeCoaching } from "../../api";
import { formatDate, formatDateTime, isolated } from "../../ui/format";
import { Agreement } from "../coaching/Agreement";
import { feedbackOf } from "../coaching/addresses";
import classes from "./Home.module.css";
import { Part } from "./Part";

/** The talk that comes, what waits to be confirmed, and what was agreed with its day. */
export function MyCoaching({ coaching }: { coaching: HomeCoaching }) {
  const { t, i18n } = useTranslation("home");
  const { next, unread, agreements, agreed } = coaching;
  return (
    <Part name="coaching" title={t("coaching.title")} to="/my-coaching" all={t("coaching.all")}>
      <ul className={classes.lines}>
        {next && (
          <li>
            <Link to={`/my-coaching/${next.id}`} className={classes.all}>
              {t("coaching.next", { name: isolated(next.trainer) })}
            </Link>
            <span className={classes.state}>
              {next.planned_for === null ? t("coaching.no_day") : formatDateTime(next.planned_for, i18n.language)}
            </span>
          </li>
        )}
        {unread.map((talk) => (
          <li key={talk.id}>
            <Link to={`/my-coaching/${talk.id}`} className={classes.all}>
              {t("coaching.unread", { name: isolated(talk.trainer) })}
            </Link>
            {talk.held_at !== null && <span className={classes.state}>{formatDate(talk.held_at, i18n.language)}</span>}
          </li>
        ))}
      </ul>
      {!next && <Text c="dimmed">{t("coaching.none")}</Text>}
      {agreements.length > 0 && (
        <>
          <Text size="sm" c="dimmed">
            {t("coaching.agreed", { count: agreed })}
          </Text>
          {agreements.map((action) => (
            <Agreement key={action.id} action={action} addressOf={feedbackOf} />
          ))}
        </>
      )}
    </Part>
  );
}
