import { Button, Group, Select, Skeleton, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { AssignmentOut, LoadOut } from "../../api";
import { Failure } from "../../ui/Failure";
import { formatNumber } from "../../ui/format";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { assigns } from "../session/rights";
import { useMe } from "../session/session";
import { mediumNamed } from "../calls/medium";
import { MediumChoice } from "../calls/MediumChoice";
import { Areas } from "./Areas";
import { AssignmentCard, nameOf, Whose } from "./AssignmentCard";
import { ChangeDialog } from "./ChangeDialog";
import { useAssignments, useLoad } from "./queries";
import classes from "./Queue.module.css";

const STANDINGS = ["open", "overdue", "waiting", "done"] as const;
type Standing = (typeof STANDINGS)[number];

/** Everybody's queues: who has how much, and every assignment with its reason. */
export function TeamQueues() {
  const { t } = useTranslation("queue");
  const { person } = useMe();
  if (!assigns(person.role)) return <NotFound />;
  return (
    <>
      <Areas />
      <PageHead title={t("team.title")} lead={t("team.lead")} />
      <Load />
      <List />
    </>
  );
}

/** What the list is narrowed by lives in the address. */
function useListing() {
  const [parameters, setParameters] = useSearchParams();
  const standing = STANDINGS.find((one) => one === parameters.get("standing")) ?? "open";
  const change = (named: { standing?: string | null; reviewer?: string | null; medium?: string | null }) => {
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(named)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
  };
  return {
    standing: standing satisfies Standing,
    reviewer: parameters.get("reviewer"),
    medium: mediumNamed(parameters.get("medium")),
    change,
  };
}

function Load() {
  const { t } = useTranslation("queue");
  const load = useLoad();
  const { change } = useListing();
  if (load.isPending) return <Skeleton height={180} radius="lg" />;
  if (!load.data) {
    return (
      <Failure
        problem={load.error}
        onRetry={() => {
          void load.refetch();
        }}
      />
    );
  }
  return (
    <section aria-labelledby="load">
      <Title order={2} size="h4" id="load" mb="xs">
        {t("team.load")}
      </Title>
      <div className={classes.sheet}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("team.reviewer")}</th>
              {(["open", "overdue", "started", "done", "days"] as const).map((column) => (
                <th key={column} scope="col" className={classes.number}>
                  {t(`team.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {load.data.map((row) => (
              <LoadRow
                key={row.reviewer.id}
                row={row}
                onShow={() => {
                  change({ reviewer: row.reviewer.id });
                }}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function LoadRow({ row, onShow }: { row: LoadOut; onShow: () => void }) {
  const { t, i18n } = useTranslation("queue");
  const number = (value: number | null) => (value === null ? "–" : formatNumber(value, i18n.language));
  return (
    <tr>
      <th scope="row">
        <Button
          variant="transparent"
          size="compact-sm"
          px={0}
          aria-label={t("team.show_of", { name: row.reviewer.name })}
          onClick={onShow}
        >
          <bdi>{row.reviewer.name}</bdi>
        </Button>{" "}
        {row.disabled && (
          <Text span size="sm" c="dimmed">
            {t("team.disabled")}
          </Text>
        )}
      </th>
      {[row.open, row.overdue, row.started, row.done_this_week, row.median_days].map((value, column) => (
        <td key={column} className={classes.number}>
          {number(value)}
        </td>
      ))}
    </tr>
  );
}

function List() {
  const { t } = useTranslation("queue");
  const { standing, reviewer, medium, change } = useListing();
  const [changing, setChanging] = useState<AssignmentOut | null>(null);
  const load = useLoad();
  const found = useAssignments({ standing, reviewer_id: reviewer, medium });
  const rows = found.data?.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby="assignments">
      <Title order={2} size="h4" id="assignments" mt="xl">
        {t("team.list")}
      </Title>
      <div className={classes.filters}>
        <Select
          label={t("team.standing")}
          data={STANDINGS.map((value) => ({ value, label: t(`team.standings.${value}`) }))}
          value={standing}
          allowDeselect={false}
          onChange={(value) => {
            change({ standing: value });
          }}
        />
        <Select
          label={t("team.reviewer")}
          placeholder={t("team.everybody")}
          data={(load.data ?? []).map((row) => ({ value: row.reviewer.id, label: row.reviewer.name }))}
          value={reviewer}
          clearable
          clearButtonProps={{ "aria-label": t("common:cancel") }}
          onChange={(value) => {
            change({ reviewer: value });
          }}
        />
        <MediumChoice
          value={medium}
          onChange={(value) => {
            change({ medium: value });
          }}
        />
      </div>
      {found.isPending && <Skeleton height={180} radius="lg" />}
      {found.isError && !rows && (
        <Failure
          problem={found.error}
          onRetry={() => {
            void found.refetch();
          }}
        />
      )}
      {rows?.length === 0 && <Text c="dimmed">{t("team.nothing")}</Text>}
      {rows && rows.length > 0 && (
        <ol className={classes.list}>
          {rows.map((assignment) => (
            <AssignmentCard
              key={assignment.id}
              assignment={assignment}
              whose={
                <Text size="sm">
                  <Whose assignment={assignment} />
                </Text>
              }
              action={
                assignment.state !== "done" && (
                  <Button
                    variant="light"
                    size="compact-sm"
                    className={classes.above}
                    aria-label={t("team.change_of", { name: nameOf(assignment) })}
                    onClick={() => {
                      setChanging(assignment);
                    }}
                  >
                    {t("team.change")}
                  </Button>
                )
              }
            />
          ))}
        </ol>
      )}
      {found.hasNextPage && (
        <Group justify="center" mt="lg">
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => {
              void found.fetchNextPage();
            }}
          >
            {t("common:more")}
          </Button>
        </Group>
      )}
      {changing && (
        <ChangeDialog
          key={changing.id}
          assignment={changing}
          onClose={() => {
            setChanging(null);
          }}
        />
      )}
    </section>
  );
}
