import { Group, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

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

/** Where one's cohort stands, and what this week asks for; nothing for whoever is in none. */
export function MyWeek() {
  const { t } = useTranslation("home");
  const standing = useStanding();
  const dueName = useDueName();
  const cohort = useMyProgramme().data?.cohort;
  if (!cohort) return null;
  const dues = cohort.dues.filter(({ owed }) => owed > 0);
  return (
    <section aria-labelledby="home-week" className={classes.card}>
      <Group justify="space-between" gap="sm">
        <Title order={2} size="h4" id="home-week">
          <bdi>{cohort.programme}</bdi>
        </Title>
        <Text c="dimmed">{standing(cohort)}</Text>
      </Group>
      {dues.length === 0 ? (
        <Text c="dimmed">{t("week.nothing")}</Text>
      ) : (
        <ul className={classes.dues} aria-label={t("week.owed")}>
          {dues.map(({ kind, owed, done }) => (
            <li key={kind} data-done={done >= owed || undefined}>
              {done >= owed ? <IconCircleCheck size={20} stroke={1.7} aria-hidden /> : <IconCircleDashed size={20} stroke={1.7} aria-hidden />}
              {PLACES[kind] === undefined ? <span>{dueName(kind)}</span> : <Link to={PLACES[kind]}>{dueName(kind)}</Link>}
              <span className={classes.count}>{t("week.of", { done: Math.min(done, owed), owed })}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
