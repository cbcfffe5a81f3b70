import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";

import look from "../../ui/Look.module.css";

const ALL = "/programmes/all";

/** The pages of those who run programmes; whatever is not the list belongs to a board. */
export function Parts() {
  const { t } = useTranslation("programmes");
  const inList = useLocation().pathname.startsWith(ALL);
  return (
    <nav className={look.areas} aria-label={t("parts.label")}>
      <Link to="/programmes" aria-current={inList ? undefined : "page"}>
        {t("parts.board")}
      </Link>
      <Link to={ALL} aria-current={inList ? "page" : undefined}>
        {t("parts.all")}
      </Link>
      <Link to="/measures">{t("measures:title")}</Link>
    </nav>
  );
}
