import { useTranslation } from "react-i18next";

import { formatDate, formatLength, formatNumber } from "../../ui/format";
import { useAgents } from "../calls/queries";
import { useTeams } from "../people/queries";
import { useMe } from "../session/session";
import { fieldsOf, LENGTHS, MOMENTS, nameOfChoice, ORIGINS, SCORES } from "./choices";
import { useSituationNames } from "./queries";
import type { Wish } from "./wish";

/** One thing that a search is narrowed by, in words, and the change that takes it away. */
export interface Chip {
  label: string;
  without: Wish;
}

/** Everything that the search is narrowed by. */
export function useChips(wish: Wish): Chip[] {
  const { t, i18n } = useTranslation("search");
  const named = useNames();
  const situationOf = useSituationChip();
  const chips: Chip[] = [];
  const add = (label: string, ...fields: (keyof Wish)[]) => {
    chips.push({ label, without: Object.fromEntries(fields.map((field) => [field, null])) });
  };
  if (wish.speaker) add(t(`speaker_chip.${wish.speaker}`), "speaker");
  for (const [name, choices] of [
    ["moment", MOMENTS],
    ["length", LENGTHS],
    ["score", SCORES],
    ["simulated", ORIGINS],
  ] as const) {
    const fields = fieldsOf(choices).filter((field) => wish[field] !== undefined && wish[field] !== null);
    const chosen = nameOfChoice(choices, wish);
    if (chosen !== null) add(t(`${name}.${chosen}`), ...fields);
    else for (const field of fields) add(t(`other.${field}`, { value: valueOf(wish[field], field, i18n.language) }), field);
  }
  if (wish.evaluation) add(t(`calls:evaluation_filter.${wish.evaluation}`), "evaluation");
  if (wish.tone) add(t("tone_chip", { tone: t(`tone.${wish.tone}`) }), "tone");
  if (wish.situation) add(situationOf(wish, named.situation(wish.situation)), "situation", "outcome");
  if (wish.agent_id) add(named.agent(wish.agent_id), "agent_id");
  if (wish.team_id) add(named.team(wish.team_id), "team_id");
  if (wish.queue) add(wish.queue, "queue");
  if (wish.direction) add(t(`calls:direction.${wish.direction}`), "direction");
  if (wish.medium) add(t(`written:medium.${wish.medium}`), "medium");
  if (wish.purpose === "practice") add(t("calls:purpose.practice"), "purpose");
  if (wish.language) add(t(`calls:language.${wish.language}`), "language");
  if (wish.since) add(t("other.since", { value: dateOf(wish.since, 0, i18n.language) }), "since");
  if (wish.until) add(t("other.until", { value: dateOf(wish.until, -1, i18n.language) }), "until");
  return chips;
}

/** The situation, and how it ended where that is asked for too. */
function useSituationChip() {
  const { t } = useTranslation("search");
  return ({ outcome }: Wish, name: string) => (outcome ? `${name}: ${t(`outcome.${outcome}`)}` : name);
}

function useNames() {
  const { t } = useTranslation("search");
  const staff = useMe().person.role !== "agent";
  const agents = useAgents(staff);
  const teams = useTeams(staff);
  const situations = useSituationNames();
  const nameIn = (rows: { id: string; name: string }[] | undefined, id: string, unknown: string) =>
    rows?.find((row) => row.id === id)?.name ?? unknown;
  return {
    agent: (id: string) => nameIn(agents.data, id, t("filters.agent_id")),
    situation: (id: string) => situations.find((one) => one.value === id)?.label ?? t("filters.situation"),
    team: (id: string) => nameIn(teams.data, id, t("filters.team_id")),
  };
}

function valueOf(value: unknown, field: keyof Wish, language: string): string {
  if (typeof value !== "number") return String(value);
  return field.endsWith("_ms") ? formatLength(value) : formatNumber(value, language);
}

function dateOf(iso: string, shiftMs: number, language: string): string {
  const moment = new Date(new Date(iso).getTime() + shiftMs);
  return Number.isNaN(moment.getTime()) ? iso : formatDate(moment.toISOString(), language);
}
