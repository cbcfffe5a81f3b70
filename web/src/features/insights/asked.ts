import { useSearchParams } from "react-router";

import type { Medium } from "../../api";
import { mediumNamed } from "../calls/medium";

/** Which calls count. The address has the names of the server's own fields, so that a link says all. */
export interface Asked {
  since?: string;
  until?: string;
  team_id?: string;
  agent_id?: string;
  language?: "he" | "en";
  medium?: Medium;
  queue?: string;
  topic_id?: string;
  rubric_id?: string;
  shift?: string;
  people_only?: boolean;
  /** Whether a generator drew the calls; false leaves those out. */
  simulated?: boolean;
}

const WORDS = ["team_id", "agent_id", "queue", "topic_id", "rubric_id", "shift"] as const;
const DAYS = ["since", "until"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address; whatever it does not know is as if it were not there. */
export function askedFrom(parameters: URLSearchParams): Asked {
  const asked: Asked = {};
  for (const name of DAYS) {
    const day = parameters.get(name);
    if (day !== null && DAY.test(day)) asked[name] = day;
  }
  for (const name of WORDS) {
    const value = parameters.get(name);
    if (value) asked[name] = value;
  }
  const language = parameters.get("language");
  if (language === "he" || language === "en") asked.language = language;
  const medium = mediumNamed(parameters.get("medium"));
  if (medium !== null) asked.medium = medium;
  if (parameters.get("people_only") === "true") asked.people_only = true;
  const simulated = parameters.get("simulated");
  if (simulated === "true" || simulated === "false") asked.simulated = simulated === "true";
  return asked;
}

/** The shortest address that says the same. */
export function addressOf(asked: Asked): URLSearchParams {
  const said = Object.entries(asked).filter(
    ([name, value]) => value !== undefined && value !== "" && (value !== false || name === "simulated"),
  );
  return new URLSearchParams(said.map(([name, value]) => [name, String(value)]));
}

/** What the address asks for, and how to change some of it; what else stands in the address stays. */
export function useAsked(): [Asked, (change: Asked) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = (wanted: Asked) => {
    setParameters((before) => {
      const next = addressOf({ ...askedFrom(before), ...wanted });
      for (const name of ["measure", "by"]) {
        const kept = before.get(name);
        if (kept !== null) next.set(name, kept);
      }
      return next;
    });
  };
  return [askedFrom(parameters), change];
}

/** The first day of a period of so many weeks, this one included. Weeks begin on Sunday. */
export function weeksBefore(weeks: number, today: Date): string {
  const sunday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - today.getDay() - 7 * (weeks - 1));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${sunday.getFullYear()}-${two(sunday.getMonth() + 1)}-${two(sunday.getDate())}`;
}
