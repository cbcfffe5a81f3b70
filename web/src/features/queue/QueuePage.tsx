import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconCoffee } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { AssignmentOut, Medium, QueueOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { mediumNamed } from "../calls/medium";
import { MediumChoice } from "../calls/MediumChoice";
import { Areas } from "./Areas";
import { AssignmentCard } from "./AssignmentCard";
import { NextButton } from "./NextButton";
import { useGiveBack, useQueue } from "./queries";
import classes from "./Queue.module.css";

/** What waits for me, and the way to the next call. */
export function QueuePage() {
  const { t } = useTranslation("queue");
  const [medium, setMedium] = useMedium();
  const queue = useQueue(medium);
  const first = queue.data?.pages[0];
  const waits = queue.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Areas />
      <PageHead
        title={t("title")}
        lead={t("lead")}
        action={waits.length > 0 && <NextButton leaving={null} medium={medium} words={t("next_first")} />}
      />
      {queue.isPending && <Loading />}
      {queue.isError && !first && (
        <Failure
          problem={queue.error}
          onRetry={() => {
            void queue.refetch();
          }}
        />
      )}
      {first && <Counts counts={first.counts} />}
      {first && (first.counts.open > 0 || medium !== null) && (
        <div className={classes.filters}>
          <MediumChoice value={medium} onChange={setMedium} />
        </div>
      )}
      {first && waits.length === 0 && medium === null && <Nothing pool={first.pool || first.counts.waiting > 0} />}
      {first && waits.length === 0 && medium !== null && <Text c="dimmed">{t("empty.medium")}</Text>}
      {waits.length > 0 && <Waits assignments={waits} />}
      {queue.hasNextPage && (
        <Group justify="center" mt="lg">
          <Button
            variant="default"
            loading={queue.isFetchingNextPage}
            onClick={() => {
              void queue.fetchNextPage();
            }}
          >
            {t("common:more")}
          </Button>
        </Group>
      )}
    </>
  );
}

/** What the queue is narrowed to lives in the address. */
function useMedium(): [Medium | null, (medium: Medium | null) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = (medium: Medium | null) => {
    setParameters(medium === null ? {} : { medium }, { replace: true });
  };
  return [mediumNamed(parameters.get("medium")), change];
}

/** Only what is not nothing is said. */
function Counts({ counts }: { counts: QueueOut["counts"] }) {
  const { t } = useTranslation("queue");
  const said = [
    counts.open > 0 && t("counts.open", { count: counts.open }),
    counts.overdue > 0 && t("counts.overdue", { count: counts.overdue }),
    counts.started > 0 && t("counts.started", { count: counts.started }),
    counts.done_this_week > 0 && t("counts.done", { count: counts.done_this_week }),
    counts.waiting > 0 && t("counts.waiting", { count: counts.waiting }),
  ].filter((words) => words !== false);
  if (said.length === 0) return null;
  return (
    <ul className={classes.counts} aria-label={t("counts.label")}>
      {said.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  );
}

function Waits({ assignments }: { assignments: AssignmentOut[] }) {
  const { t } = useTranslation("queue");
  const giveBack = useGiveBack();
  return (
    <>
      {giveBack.isError && <Problem problem={giveBack.error} />}
      <ol className={classes.list}>
        {assignments.map((assignment) => (
          <AssignmentCard
            key={assignment.id}
            assignment={assignment}
            action={
              <Button
                variant="subtle"
                size="compact-sm"
                className={classes.above}
                disabled={giveBack.isPending}
                onClick={() => {
                  giveBack.mutate(assignment.id);
                }}
              >
                {t("give_back")}
              </Button>
            }
          />
        ))}
      </ol>
    </>
  );
}

function Nothing({ pool }: { pool: boolean }) {
  const { t } = useTranslation("queue");
  return (
    <Empty
      icon={<IconCoffee size={48} stroke={1.3} />}
      title={t("empty.title")}
      body={t(pool ? "empty.pool" : "empty.body")}
      action={pool && <NextButton leaving={null} words={t("next_pool")} />}
    />
  );
}

function Loading() {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t("loading")}>
      <Text span className={look.unseen}>
        {t("loading")}
      </Text>
      {Array.from({ length: 4 }, (_, row) => (
        <Skeleton key={row} height={96} radius="md" />
      ))}
    </Stack>
  );
}
