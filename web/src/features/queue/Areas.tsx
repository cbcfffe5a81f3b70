import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

import look from "../../ui/Look.module.css";
import { assigns } from "../session/rights";
import { useMe } from "../session/session";

/** The three pages of the queue, for those who assign; everybody else has one. */
export function Areas() {
  const { t } = useTranslation("queue");
  const { person } = useMe();
  if (!assigns(person.role)) return null;
  return (
    <nav className={look.areas} aria-label={t("areas.label")}>
      <NavLink to="/queue" end>
        {t("areas.mine")}
      </NavLink>
      <NavLink to="/queue/team">{t("areas.team")}</NavLink>
      <NavLink to="/queue/plans">{t("areas.plans")}</NavLink>
    </nav>
  );
}
