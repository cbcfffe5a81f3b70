import { IconChevronLeft, IconMessageHeart, IconScale } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import classes from "./Home.module.css";

/** What waits for the agent elsewhere, each with the way to it. */
export function Doors({ unread, underReview }: { unread: number; underReview: number }) {
  const { t } = useTranslation("home");
  return (
    <nav aria-label={t("doors.title")}>
      <ul className={classes.doors}>
        <Door to="/feedback" icon={<IconMessageHeart size={20} stroke={1.6} aria-hidden />} fresh={unread > 0}>
          {t("doors.unread", { count: unread })}
        </Door>
        {underReview > 0 && (
          <Door to="/feedback" icon={<IconScale size={20} stroke={1.6} aria-hidden />}>
            {t("doors.review", { count: underReview })}
          </Door>
        )}
      </ul>
    </nav>
  );
}

function Door({ to, icon, fresh = false, children }: { to: string; icon: ReactNode; fresh?: boolean; children: ReactNode }) {
  return (
    <li>
      <Link to={to} className={classes.door} data-fresh={fresh || undefined}>
        {icon}
        <span>{children}</span>
        <IconChevronLeft size={16} stroke={1.8} className={classes.onward} aria-hidden />
      </Link>
    </li>
  );
}
