import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import classes from "./Coaching.module.css";

const LISTS = [
  ["suggestions", "/coaching"],
  ["tasks", "/coaching/tasks"],
  ["sessions", "/coaching/sessions"],
] as const;

/** The three lists of those who coach, one of which is open. */
export function CoachingFrame({ lead, action, children }: { lead: string; action?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation("coaching");
  return (
    <div className={classes.page}>
      <PageHead title={t("title")} lead={lead} action={action} />
      <nav className={look.lists} aria-label={t("lists")}>
        {LISTS.map(([name, address]) => (
          <NavLink key={name} to={address} end>
            {t(`list.${name}`)}
          </NavLink>
        ))}
      </nav>
      {children}
    </div>
  );
}
