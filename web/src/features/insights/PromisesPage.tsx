import { Button, Group, SegmentedControl, Select, Skeleton, Text } from "@mantine/core";
import { IconDownload, IconHeartHandshake } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { More } from "../../ui/More";
import type { PromiseMadeOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDateTime } from "../../ui/format";
import { PromiseFacts, PromiseStanding, StateMark } from "../../ui/promises/PromiseStanding";
import { useAgents } from "../calls/queries";
import { useTeams } from "../people/queries";
import { Moment } from "../calls/Moment";
import { SimulatedBadge } from "../simulated/SimulatedBadge";
import classes from "./Insights.module.css";
import { InsightsFrame } from "./InsightsPage";
import { type PromiseWish, usePromiseList, WHICH } from "./queries";

/** What agents said would be done, what is due first, and what became of it. */
export function PromisesPage() {
  const { t } = useTranslation("promises");
  const [wish, change] = usePromiseWish();
  const found = usePromiseList(wish);
  const promises = found.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = found.data?.pages[0]?.counts ?? {};
  return (
    <InsightsFrame part="promises">
      <div className={classes.filters}>
        <div className={classes.scroll}>
          <SegmentedControl
            aria-label={t("which.label")}
            value={wish.which}
            data={WHICH.map((value) => ({
              value,
              label: counts[value] === undefined ? t(`which.${value}`) : `${t(`which.${value}`)} (${counts[value]})`,
            }))}
            onChange={(which) => {
              change({ which: WHICH.find((one) => one === which) ?? "open" });
            }}
          />
        </div>
        <div className={classes.row}>
          <Whose wish={wish} onChange={change} />
          <Download wish={wish} />
        </div>
        <Text size="sm" c="dimmed">
          {t("rule")}
        </Text>
      </div>
      {found.isPending && <Skeleton height={320} radius="lg" />}
      {found.isError && !found.data && (
        <Failure
          problem={found.error}
          onRetry={() => {
            void found.refetch();
          }}
        />
      )}
      {found.data && promises.length === 0 && (
        <Empty icon={<IconHeartHandshake size={48} stroke={1.3} />} title={t("empty.title")} body={t("empty.body")} />
      )}
      <ul className={classes.topics} aria-busy={found.isPlaceholderData}>
        {promises.map((promise) => (
          <PromiseCard key={promise.id} promise={promise} />
        ))}
      </ul>
      <More list={found} />
    </InsightsFrame>
  );
}

function PromiseCard({ promise }: { promise: PromiseMadeOut }) {
  const { i18n } = useTranslation();
  return (
    <li className={classes.topic}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Text fw={600}>
          <q dir="auto">{promise.text}</q>
        </Text>
        <Group gap="xs" wrap="nowrap">
          {promise.overdue && <StateMark promise={promise} />}
          <PromiseStanding promise={promise} mayChange />
        </Group>
      </Group>
      <PromiseFacts promise={promise} />
      <Text size="sm">
        <Link to={`/calls/${promise.call_id}?t=${promise.start_ms}`}>
          <bdi>{promise.file_name}</bdi> <Moment medium={promise.medium} message={promise.message} ms={promise.start_ms} />
        </Link>{" "}
        <SimulatedBadge simulated={promise.simulated} />
        {` · ${[formatDateTime(promise.made_at, i18n.language), promise.agent?.name, promise.customer_ref]
          .filter(Boolean)
          .join(" · ")}`}
        {promise.later_call && (
          <>
            {" · "}
            <Later id={promise.later_call.id} />
          </>
        )}
      </Text>
    </li>
  );
}

function Later({ id }: { id: string }) {
  const { t } = useTranslation("promises");
  return <Link to={`/calls/${id}`}>{t("later.open")}</Link>;
}

function Whose({ wish, onChange }: { wish: PromiseWish; onChange: (change: Partial<PromiseWish>) => void }) {
  const { t } = useTranslation("insights");
  const agents = useAgents();
  const teams = useTeams();
  const lists = { team_id: teams.data, agent_id: agents.data } as const;
  return (["team_id", "agent_id"] as const).map((name) => (
    <Select
      key={name}
      label={t(`filter.${name}`)}
      placeholder={t("filter.any")}
      data={(lists[name] ?? []).map((row) => ({ value: row.id, label: row.name }))}
      value={wish[name] ?? null}
      onChange={(value) => {
        onChange({ [name]: value ?? undefined });
      }}
      clearable
      clearButtonProps={{ "aria-label": t("filter.any") }}
      comboboxProps={{ withinPortal: false }}
    />
  ));
}

function Download({ wish }: { wish: PromiseWish }) {
  const { t, i18n } = useTranslation("charts");
  const address = new URLSearchParams(Object.entries(wish).filter(([, value]) => value !== undefined));
  address.set("texts", i18n.language.startsWith("he") ? "he" : "en");
  return (["xlsx", "csv"] as const).map((kind) => (
    <Button
      key={kind}
      component="a"
      download
      href={`/api/promises.${kind}?${address.toString()}`}
      variant="subtle"
      size="compact-sm"
      leftSection={<IconDownload size={16} stroke={1.7} />}
    >
      {t(`kind.${kind}`)}
    </Button>
  ));
}

/** Which promises the address asks for. */
function usePromiseWish(): [PromiseWish, (change: Partial<PromiseWish>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const wish: PromiseWish = {
    which: WHICH.find((one) => one === parameters.get("which")) ?? "open",
    agent_id: parameters.get("agent_id") ?? undefined,
    team_id: parameters.get("team_id") ?? undefined,
  };
  return [
    wish,
    (change) => {
      setParameters((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      });
    },
  ];
}
