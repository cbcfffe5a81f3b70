import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";

import classes from "./Programmes.module.css";

/** The pages of those who run programmes. */
export function Parts() {
  const { t } = useTranslation("programmes");
  return (
    <nav className={classes.parts} aria-label={t("parts.label")}>
      <NavLink to="/programmes" end>
        {t("parts.board")}
      </NavLink>
      <NavLink to="/programmes/all">{t("parts.all")}</NavLink>
      <NavLink to="/measures">{t("measures:title")}</NavLink>
    </nav>
  );
}
