import { useSearchParams } from "react-router";

import type { SearchIn } from "../../api";
import { EVALUATIONS } from "../calls/filters";
import { mediumNamed } from "../calls/medium";

/** What is searched for. The address has the names of the server's own fields, so a link and a saved search say all. */
export type Wish = SearchIn;

const WORDS = ["q", "agent_id", "team_id", "queue", "situation", "since", "until"] as const;
const NUMBERS = [
  "from_ms",
  "until_ms",
  "last_ms",
  "longer_than_ms",
  "shorter_than_ms",
  "least_percent",
  "most_percent",
] as const;

const SPEAKERS = ["agent", "customer"] as const;
const LANGUAGES = ["he", "en"] as const;
const DIRECTIONS = ["inbound", "outbound"] as const;
/** The customer's tone and how a situation ended, as they are offered. */
export const TONES = ["low", "ended_low", "rose", "fell", "never_low"] as const;
export const OUTCOMES = ["answered", "late", "missed", "unsure"] as const;

/** Reads an address; whatever it does not know is as if it were not there. */
export function wishFrom(parameters: URLSearchParams): Wish {
  const wish: Wish = {};
  for (const name of WORDS) {
    const value = parameters.get(name);
    if (value !== null && value !== "") wish[name] = value;
  }
  for (const name of NUMBERS) {
    const value = parameters.get(name);
    if (value !== null && /^\d{1,9}$/.test(value)) wish[name] = Number(value);
  }
  wish.speaker = oneOf(SPEAKERS, parameters.get("speaker"));
  wish.language = oneOf(LANGUAGES, parameters.get("language"));
  wish.direction = oneOf(DIRECTIONS, parameters.get("direction"));
  wish.tone = oneOf(TONES, parameters.get("tone"));
  wish.outcome = oneOf(OUTCOMES, parameters.get("outcome"));
  wish.evaluation = oneOf(EVALUATIONS, parameters.get("evaluation"));
  wish.passed = yesOrNo(parameters.get("passed"));
  wish.auto_failed = yesOrNo(parameters.get("auto_failed"));
  wish.simulated = yesOrNo(parameters.get("simulated"));
  wish.medium = mediumNamed(parameters.get("medium"));
  const purpose = oneOf(["practice"], parameters.get("purpose"));
  if (purpose !== null) wish.purpose = purpose;
  return without(wish);
}

/** The shortest address that says the same. */
export function addressOf(wish: Wish): URLSearchParams {
  return new URLSearchParams(Object.entries(without(wish)).map(([name, value]) => [name, String(value)]));
}

/** Whether anything at all is asked for. */
export function asksAnything(wish: Wish): boolean {
  return addressOf(wish).size > 0;
}

/** The search in the address, and how to change some of it. */
export function useWish(): [Wish, (change: Wish) => void, (wish: Wish) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = (wanted: Wish) => {
    setParameters((before) => addressOf({ ...wishFrom(before), ...wanted }));
  };
  const replace = (wanted: Wish) => {
    setParameters(addressOf(wanted));
  };
  return [wishFrom(parameters), change, replace];
}

/** A day of the calendar as the moment that it begins at where the reader is, and back. */
export function startOf(day: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const start = new Date(`${day}T00:00:00`);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}

/** The moment that the day after begins at: "until" a day means with all of it. */
export function endOf(day: string): string | null {
  const start = startOf(day);
  if (start === null) return null;
  const end = new Date(start);
  end.setDate(end.getDate() + 1);
  return end.toISOString();
}

/** The day on which a search begins. */
export function firstDay(since: string | null | undefined): string {
  return since ? dayOf(new Date(since)) : "";
}

/** The last day that a search holds. */
export function lastDay(until: string | null | undefined): string {
  return until ? dayOf(new Date(new Date(until).getTime() - 1)) : "";
}

function dayOf(moment: Date): string {
  if (Number.isNaN(moment.getTime())) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

function oneOf<Value extends string>(values: readonly Value[], told: string | null): Value | null {
  return values.find((value) => value === told) ?? null;
}

function yesOrNo(told: string | null): boolean | null {
  const said = oneOf(["true", "false"], told);
  return said === null ? null : said === "true";
}

function without(wish: Wish): Wish {
  const said: [string, unknown][] = Object.entries(wish);
  return Object.fromEntries(said.filter(([, value]) => value !== null && value !== undefined && value !== ""));
}
