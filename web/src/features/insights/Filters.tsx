import { Button, Select, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Ground } from "../../api";
import { useTexts } from "../../workbench/language";
import { MEDIA } from "../calls/medium";
import { useAgents } from "../calls/queries";
import { useTeams } from "../people/queries";
import { useQueues } from "../search/queries";
import { type Asked, useAsked, weeksBefore } from "./asked";
import classes from "./Insights.module.css";
import { useWatchList } from "./queries";
import { useShiftName } from "./useShiftName";

const PERIODS = [4, 12, 26, 52] as const;

interface FiltersProps {
  ground: Ground | undefined;
}

/** Which calls count: days, whose, in which language, by which queue and when in the day. */
export function Filters({ ground }: FiltersProps) {
  const { t } = useTranslation("insights");
  const textIn = useTexts();
  const shiftName = useShiftName();
  const [asked, change] = useAsked();
  const teams = useTeams();
  const agents = useAgents();
  const queues = useQueues();
  const topics = useWatchList();
  const rows = (found: { id: string; name: string }[] | undefined) =>
    (found ?? []).map((row) => ({ value: row.id, label: row.name }));
  const field = (name: keyof Asked, data: { value: string; label: string }[]) => (
    <Select
      key={name}
      name={name}
      label={t(`filter.${name}`)}
      placeholder={t("filter.any")}
      data={data}
      value={typeof asked[name] === "string" ? asked[name] : null}
      onChange={(value) => {
        change({ [name]: value ?? undefined });
      }}
      clearable
      clearButtonProps={{ "aria-label": t("filter.any") }}
      searchable={data.length > 8}
      comboboxProps={{ withinPortal: false }}
    />
  );
  return (
    <section className={classes.filters} aria-label={t("filter.label")}>
      <div className={classes.fields}>
        {(["since", "until"] as const).map((name) => (
          <TextInput
            key={name}
            type="date"
            label={t(`filter.${name}`)}
            value={asked[name] ?? ground?.[name] ?? ""}
            onChange={(event) => {
              change({ [name]: event.currentTarget.value || undefined });
            }}
          />
        ))}
        {field("team_id", rows(teams.data))}
        {field("agent_id", rows(agents.data))}
        {field(
          "language",
          (["he", "en"] as const).map((value) => ({ value, label: t(`calls:language.${value}`) })),
        )}
        {field(
          "medium",
          MEDIA.map((value) => ({ value, label: t(`written:medium.${value}`) })),
        )}
        {field(
          "queue",
          (queues.data ?? []).map((value) => ({ value, label: value })),
        )}
        {field(
          "shift",
          (ground?.shifts ?? []).map((shift) => ({ value: shift.name, label: shiftName(shift) })),
        )}
        {field(
          "topic_id",
          (topics.data ?? []).map((topic) => ({ value: topic.id, label: textIn(topic.name) })),
        )}
        {field(
          "rubric_id",
          (ground?.rubrics ?? []).map((rubric) => ({ value: rubric.id, label: textIn(rubric.title) })),
        )}
      </div>
      <div className={classes.row}>
        <div role="group" aria-label={t("filter.period")} className={classes.periods}>
          {PERIODS.map((weeks) => {
            const since = weeksBefore(weeks, new Date());
            return (
              <Button
                key={weeks}
                variant="default"
                size="compact-md"
                aria-pressed={asked.since === since && asked.until === undefined}
                onClick={() => {
                  change({ since, until: undefined });
                }}
              >
                {t("filter.weeks", { weeks })}
              </Button>
            );
          })}
        </div>
        <Switch
          label={t("filter.people_only")}
          checked={asked.people_only ?? false}
          onChange={(event) => {
            change({ people_only: event.currentTarget.checked || undefined });
          }}
        />
      </div>
    </section>
  );
}
