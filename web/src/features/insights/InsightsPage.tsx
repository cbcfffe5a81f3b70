import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink, useLocation } from "react-router";

import { PageHead } from "../../ui/PageHead";
import classes from "./Insights.module.css";

const PARTS = ["", "/questions", "/topics", "/promises"] as const;

/** The frame of every page of insights: its title and the way to the others, which keep the same filters. */
export function InsightsFrame({ part, children }: { part: string; children: ReactNode }) {
  const { t } = useTranslation("insights");
  const { search } = useLocation();
  return (
    <>
      <PageHead title={t(`part.${part}.title`)} lead={t(`part.${part}.lead`)} />
      <nav className={classes.parts} aria-label={t("parts")}>
        {PARTS.map((path) => (
          <NavLink key={path} to={`/insights${path}${search}`} end>
            {t(`part.${path === "" ? "overview" : path.slice(1)}.name`)}
          </NavLink>
        ))}
        <NavLink to="/measures">{t("measures:title")}</NavLink>
      </nav>
      {children}
    </>
  );
}
