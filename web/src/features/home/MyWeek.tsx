import { Group, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HomeEnded, MyCohort } from "../../api";
import { formatDate, formatDay, isolated } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { Simulated } from "../programmes/Simulated";
import { useDueName, useStanding } from "../programmes/words";
import classes from "./Home.module.css";
import { useMyProgramme } from "./queries";

/** Where what is owed can be done. */
const PLACES: Record<string, string> = {
  drill: "/practice",
  practice: "/practice",
  coaching: "/my-coaching",
  acknowledge: "/feedback",
};

/** Where one's cohort stands, and what this week asks for; that it has ended; nothing for whoever was in none. */
export function MyWeek({ ended }: { ended: HomeEnded | null }) {
  const programme = useMyProgramme();
  if (!programme.data) return null;
  const { cohort } = programme.data;
  if (cohort) return <Running cohort={cohort} />;
  return ended && <Ended ended={ended} />;
}

function Running({ cohort }: { cohort: MyCohort }) {
  const { t, i18n } = useTranslation("home");
  const standing = useStanding();
  const day = (iso: string) => formatDay(iso, i18n.language);
  const before = cohort.stage === "before";
  return (
    <section aria-labelledby="home-week" className={look.card}>
      <Group justify="space-between" gap="sm">
        <Group gap="xs">
          <Title order={2} size="h4" id="home-week">
            <bdi>{cohort.programme}</bdi>
          </Title>
          {cohort.simulated && <Simulated />}
        </Group>
        <Text c="dimmed">
          {standing(cohort)}
          {!before && ` · ${t("week.days", { first: day(cohort.week_begins), last: day(cohort.week_ends) })}`}
        </Text>
      </Group>
      {cohort.note !== null && <Text dir="auto">{cohort.note}</Text>}
      {before ? (
        <Text>
          {t("week.before", { date: formatDate(cohort.day0, i18n.language) })}{" "}
          <Link to="/book" className={classes.all}>
            {t("week.book")}
          </Link>
        </Text>
      ) : (
        <Dues cohort={cohort} />
      )}
    </section>
  );
}

function Dues({ cohort }: { cohort: MyCohort }) {
  const { t } = useTranslation("home");
  const dueName = useDueName();
  const dues = cohort.dues.filter(({ owed }) => owed > 0);
  if (dues.length === 0) return <Text c="dimmed">{t("week.nothing")}</Text>;
  return (
    <ul className={classes.dues} aria-label={t("week.owed")}>
      {dues.map(({ kind, owed, done }) => (
        <li key={kind} data-done={done >= owed || undefined}>
          {done >= owed ? (
            <IconCircleCheck size={20} stroke={1.7} aria-hidden />
          ) : (
            <IconCircleDashed size={20} stroke={1.7} aria-hidden />
          )}
          {PLACES[kind] === undefined ? (
            <span>{dueName(kind)}</span>
          ) : (
            <Link to={PLACES[kind]} className={classes.all}>
              {dueName(kind)}
            </Link>
          )}
          <span className={classes.count}>{t("week.of", { done: Math.min(done, owed), owed })}</span>
        </li>
      ))}
    </ul>
  );
}

function Ended({ ended }: { ended: HomeEnded }) {
  const { t, i18n } = useTranslation("home");
  return (
    <section aria-labelledby="home-week" className={look.card}>
      <Group gap="xs">
        <Title order={2} size="h4" id="home-week">
          <bdi>{ended.programme}</bdi>
        </Title>
        {ended.simulated && <Simulated />}
      </Group>
      <Text>
        {t("week.ended", { name: isolated(ended.programme), date: formatDate(ended.ended_at, i18n.language) })}
      </Text>
    </section>
  );
}
