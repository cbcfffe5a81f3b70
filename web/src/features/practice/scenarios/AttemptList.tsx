import { Skeleton, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { PracticeAttemptBrief } from "../../../api";
import { Failure } from "../../../ui/Failure";
import { formatDateTime } from "../../../ui/format";
import { More } from "../../../ui/More";
import { ScoreMark } from "../../../ui/ScoreMark";
import { SimulatedBadge } from "../../simulated/SimulatedBadge";
import classes from "./Scenarios.module.css";
import { useAttempts } from "./queries";

/** Calls that were practised, the newest first: one's own, or for who trains everybody's with their names. */
export function AttemptList({ writes }: { writes: boolean }) {
  const { t } = useTranslation("scenarios");
  const attempts = useAttempts();
  const rows = attempts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="attempts" className={classes.attempts}>
      <Title order={3} size="h5" id="attempts">
        {t(writes ? "attempts.title_trainer" : "attempts.title")}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {t(writes ? "attempts.lead_trainer" : "attempts.lead")}
      </Text>
      {attempts.isPending && <Skeleton height={120} radius="lg" />}
      {attempts.isError && rows.length === 0 && (
        <Failure
          problem={attempts.error}
          onRetry={() => {
            void attempts.refetch();
          }}
        />
      )}
      {attempts.data && rows.length === 0 && <Text>{t("attempts.none")}</Text>}
      {rows.length > 0 && (
        <ul className={classes.rows}>
          {rows.map((attempt) => (
            <Row key={attempt.id} attempt={attempt} named={writes} />
          ))}
        </ul>
      )}
      <More list={attempts} />
    </section>
  );
}

function Row({ attempt, named }: { attempt: PracticeAttemptBrief; named: boolean }) {
  const { t, i18n } = useTranslation("scenarios");
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <Link to={`/practice/attempts/${attempt.id}`} className={classes.link}>
          <bdi>{attempt.title}</bdi>
        </Link>{" "}
        <SimulatedBadge simulated={attempt.simulated} />
        <Text size="sm" c="dimmed">
          {named && (
            <>
              <bdi>{attempt.person.name}</bdi>
              {" · "}
            </>
          )}
          <bdi>{formatDateTime(attempt.started_at, i18n.language)}</bdi>
        </Text>
      </div>
      {attempt.state === "scored" ? (
        <ScoreMark percent={attempt.percent} passed={attempt.passed} machineOnly />
      ) : (
        <Text size="sm">{t(`state.${attempt.state}`)}</Text>
      )}
    </li>
  );
}
