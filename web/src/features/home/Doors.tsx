import { IconChevronLeft, IconHeadphones, IconMessageHeart, IconScale, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HomeOut } from "../../api";
import { formatDay, isolated } from "../../ui/format";
import classes from "./Home.module.css";

type DoorsProps = Pick<HomeOut, "unread" | "under_review" | "coaching">;

/** What waits for the agent elsewhere, each with the way to it. */
export function Doors({ home }: { home: DoorsProps }) {
  const { t, i18n } = useTranslation("home");
  const { unread, under_review: underReview, coaching } = home;
  return (
    <nav aria-label={t("doors.title")}>
      <ul className={classes.doors}>
        <Door to="/feedback" icon={<IconMessageHeart size={20} stroke={1.6} aria-hidden />} fresh={unread > 0}>
          {t("doors.unread", { count: unread })}
        </Door>
        {coaching.unread.slice(0, 1).map((talk) => (
          <Door key={talk.id} to={`/my-coaching/${talk.id}`} icon={<IconUsers size={20} stroke={1.6} aria-hidden />} fresh>
            {t("doors.talk", { name: isolated(talk.trainer) })}
          </Door>
        ))}
        {coaching.tasks > 0 && (
          <Door to="/my-coaching" icon={<IconHeadphones size={20} stroke={1.6} aria-hidden />} fresh>
            {t("doors.tasks", { count: coaching.tasks })}
            {coaching.next_task_on !== null &&
              ` ${t("doors.task_on", { date: formatDay(coaching.next_task_on, i18n.language) })}`}
          </Door>
        )}
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
