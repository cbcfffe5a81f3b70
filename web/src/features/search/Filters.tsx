import { Button, Popover, Select, TextInput } from "@mantine/core";
import { IconAdjustmentsHorizontal, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { EVALUATIONS } from "../calls/filters";
import { MEDIA } from "../calls/medium";
import { useAgents } from "../calls/queries";
import { useTeams } from "../people/queries";
import { writesScenarios } from "../session/rights";
import { useMe } from "../session/session";
import { LENGTHS, MOMENTS, nameOfChoice, ORIGINS, SCORES, type Choice } from "./choices";
import { useQueues, useSituationNames } from "./queries";
import classes from "./Search.module.css";
import { useChips } from "./useChips";
import { endOf, firstDay, lastDay, OUTCOMES, startOf, TONES, type Wish } from "./wish";

interface FiltersProps {
  wish: Wish;
  onChange: (change: Wish) => void;
}

/** What the search is narrowed by: a chip each, which takes it away again, and a form that adds more. */
export function Filters({ wish, onChange }: FiltersProps) {
  const { t } = useTranslation("search");
  const chips = useChips(wish);
  return (
    <section aria-label={t("filters.label")} className={classes.chips}>
      <Popover position="bottom-start" width="min(34rem, 92vw)" shadow="md" trapFocus returnFocus>
        <Popover.Target>
          <Button variant="default" size="compact-md" leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.7} />}>
            {t("filters.open")}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t("filters.label")}>
          <Fields wish={wish} onChange={onChange} />
        </Popover.Dropdown>
      </Popover>
      {chips.map((chip) => (
        <button
          key={chip.label}
          type="button"
          className={classes.chip}
          aria-label={t("filters.remove", { filter: chip.label })}
          onClick={() => {
            onChange(chip.without);
          }}
        >
          <bdi>{chip.label}</bdi>
          <IconX size={14} stroke={2} aria-hidden />
        </button>
      ))}
    </section>
  );
}

function Fields({ wish, onChange }: FiltersProps) {
  const { t } = useTranslation("search");
  const { person } = useMe();
  const queues = useQueues();
  const situations = useSituationNames();
  const field = useField(wish, onChange);
  return (
    <div className={classes.fields}>
      {field("speaker", ["agent", "customer"].map((value) => ({ value, label: t(`speaker.${value}`) })))}
      <Chosen name="moment" choices={MOMENTS} wish={wish} onChange={onChange} />
      {person.role !== "agent" && <Whose wish={wish} onChange={onChange} />}
      {field("queue", (queues.data ?? []).map((queue) => ({ value: queue, label: queue })))}
      {field("direction", ["inbound", "outbound"].map((value) => ({ value, label: t(`calls:direction.${value}`) })))}
      {field("language", ["he", "en"].map((value) => ({ value, label: t(`calls:language.${value}`) })))}
      {field("medium", MEDIA.map((value) => ({ value, label: t(`written:medium.${value}`) })))}
      {writesScenarios(person.role) && field("purpose", [{ value: "practice", label: t("calls:purpose.practice") }])}
      {person.role !== "agent" && <Chosen name="simulated" choices={ORIGINS} wish={wish} onChange={onChange} />}
      <Chosen name="length" choices={LENGTHS} wish={wish} onChange={onChange} />
      <Chosen name="score" choices={SCORES} wish={wish} onChange={onChange} />
      {field("evaluation", EVALUATIONS.map((value) => ({ value, label: t(`calls:evaluation_filter.${value}`) })))}
      {field("tone", TONES.map((value) => ({ value, label: t(`tone.${value}`) })))}
      {field("situation", situations)}
      {wish.situation && field("outcome", OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) })))}
      <TextInput
        type="date"
        label={t("filters.since")}
        value={firstDay(wish.since)}
        onChange={(event) => {
          onChange({ since: startOf(event.currentTarget.value) });
        }}
      />
      <TextInput
        type="date"
        label={t("filters.until")}
        value={lastDay(wish.until)}
        onChange={(event) => {
          onChange({ until: endOf(event.currentTarget.value) });
        }}
      />
    </div>
  );
}

/** Whose calls: for those who see the calls of more than one person. */
function Whose({ wish, onChange }: FiltersProps) {
  const agents = useAgents();
  const teams = useTeams();
  const field = useField(wish, onChange);
  const options = (rows: { id: string; name: string }[] | undefined) =>
    (rows ?? []).map((row) => ({ value: row.id, label: row.name }));
  return (
    <>
      {field("agent_id", options(agents.data))}
      {field("team_id", options(teams.data))}
    </>
  );
}

type Field =
  | "speaker"
  | "agent_id"
  | "team_id"
  | "queue"
  | "direction"
  | "language"
  | "medium"
  | "purpose"
  | "evaluation"
  | "tone"
  | "situation"
  | "outcome";

/** One thing to narrow by; empty means any. */
function useField(wish: Wish, onChange: (change: Wish) => void) {
  const { t } = useTranslation("search");
  return function field(name: Field, data: { value: string; label: string }[]) {
    return (
      <Select
        key={name}
        name={name}
        label={t(`filters.${name}`)}
        placeholder={t("filters.any")}
        data={data}
        value={wish[name] ?? null}
        onChange={(value) => {
          // How a situation ended says nothing without the situation.
          onChange(name === "situation" && value === null ? { situation: null, outcome: null } : { [name]: value });
        }}
        clearable
        clearButtonProps={{ "aria-label": t("filters.any") }}
        searchable={data.length > 8}
        comboboxProps={{ withinPortal: false }}
      />
    );
  };
}

interface ChosenProps extends FiltersProps {
  name: "moment" | "length" | "score" | "simulated";
  choices: readonly Choice[];
}

/** One of a few usual choices, each of which says several fields. */
function Chosen({ name, choices, wish, onChange }: ChosenProps) {
  const { t } = useTranslation("search");
  const none = Object.fromEntries(choices.flatMap((choice) => Object.keys(choice.says)).map((key) => [key, null]));
  return (
    <Select
      name={name}
      label={t(`filters.${name}`)}
      placeholder={t("filters.any")}
      data={choices.map((choice) => ({ value: choice.name, label: t(`${name}.${choice.name}`) }))}
      value={nameOfChoice(choices, wish)}
      onChange={(value) => {
        onChange({ ...none, ...choices.find((choice) => choice.name === value)?.says });
      }}
      clearable
      clearButtonProps={{ "aria-label": t("filters.any") }}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
