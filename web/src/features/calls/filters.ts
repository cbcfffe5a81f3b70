import { useSearchParams } from "react-router";

import type { ListCallsData } from "../../api";

/** What the list may be narrowed by. All of it lives in the address, so that a link shows what its sender saw. */
export interface CallFilters {
  state: "waiting" | "processing" | "ready" | "failed" | null;
  language: "he" | "en" | "auto" | null;
  evaluation: "draft" | "submitted" | "published" | "acknowledged" | null;
  agent_id: string | null;
  q: string | null;
}

const STATES = ["waiting", "processing", "ready", "failed"] as const;
const LANGUAGES = ["he", "en", "auto"] as const;
const EVALUATIONS = ["draft", "submitted", "published", "acknowledged"] as const;

export const NO_FILTERS: CallFilters = { state: null, language: null, evaluation: null, agent_id: null, q: null };

function oneOf<Value extends string>(values: readonly Value[], told: string | null): Value | null {
  return values.find((value) => value === told) ?? null;
}

/** Reads filters from an address; whatever it does not know is as if it were not there. */
export function filtersFrom(parameters: URLSearchParams): CallFilters {
  return {
    state: oneOf(STATES, parameters.get("state")),
    language: oneOf(LANGUAGES, parameters.get("language")),
    evaluation: oneOf(EVALUATIONS, parameters.get("evaluation")),
    agent_id: parameters.get("agent_id"),
    q: parameters.get("q"),
  };
}

/** The shortest address that says the same. */
export function addressOf(filters: CallFilters): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filters) as [string, string | null][]) {
    if (value !== null && value !== "") parameters.set(name, value);
  }
  return parameters;
}

export function queryOf(filters: CallFilters): NonNullable<ListCallsData["query"]> {
  return Object.fromEntries(addressOf(filters));
}

export function anyFilter(filters: CallFilters): boolean {
  return addressOf(filters).size > 0;
}

/** The filters in the address, and how to change some of them. */
export function useCallFilters(): [CallFilters, (change: Partial<CallFilters>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = (wanted: Partial<CallFilters>) => {
    setParameters((before) => addressOf({ ...filtersFrom(before), ...wanted }), { replace: true });
  };
  return [filtersFrom(parameters), change];
}
