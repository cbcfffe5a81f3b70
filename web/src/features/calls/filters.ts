import { useEffect } from "react";
import { useSearchParams } from "react-router";

import type { ListCallsData, Medium } from "../../api";
import { MEDIA } from "./medium";

/** What the list may be narrowed by. All of it lives in the address, so that a link shows what its sender saw. */
export interface CallFilters {
  state: "waiting" | "processing" | "ready" | "failed" | null;
  language: "he" | "en" | "auto" | null;
  evaluation: "draft" | "submitted" | "published" | "acknowledged" | "disputed" | null;
  agent_id: string | null;
  q: string | null;
  /** Calls with customers, unless practice is wanted. */
  purpose: "practice" | null;
  simulated: "true" | "false" | null;
  medium: Medium | null;
}

/** In which order the list comes: null means the newest first. */
export type CallOrder = "could_flip" | null;

/** What the address says of the list: what it is narrowed by, and its order. */
export type CallListing = CallFilters & { order: CallOrder };

const STATES = ["waiting", "processing", "ready", "failed"] as const;
const LANGUAGES = ["he", "en", "auto"] as const;
const PURPOSES = ["practice"] as const;
/** Whether a generator drew the call. */
export const ORIGINS = ["false", "true"] as const;
const ORDERS = ["could_flip"] as const;
/** How far an evaluation has come, as lists and searches offer it. */
export const EVALUATIONS = ["draft", "submitted", "published", "acknowledged", "disputed"] as const;

export const NO_FILTERS: CallFilters = {
  state: null,
  language: null,
  evaluation: null,
  agent_id: null,
  q: null,
  purpose: null,
  simulated: null,
  medium: null,
};

function oneOf<Value extends string>(values: readonly Value[], told: string | null): Value | null {
  return values.find((value) => value === told) ?? null;
}

/** Reads an address; whatever it does not know is as if it were not there. */
export function listingFrom(parameters: URLSearchParams): CallListing {
  return {
    order: oneOf(ORDERS, parameters.get("order")),
    state: oneOf(STATES, parameters.get("state")),
    language: oneOf(LANGUAGES, parameters.get("language")),
    evaluation: oneOf(EVALUATIONS, parameters.get("evaluation")),
    agent_id: parameters.get("agent_id"),
    q: parameters.get("q"),
    purpose: oneOf(PURPOSES, parameters.get("purpose")),
    simulated: oneOf(ORIGINS, parameters.get("simulated")),
    medium: oneOf(MEDIA, parameters.get("medium")),
  };
}

/** The shortest address that says the same. */
export function addressOf(listing: Partial<CallListing>): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries<string | null>(listing)) {
    if (value !== null && value !== "") parameters.set(name, value);
  }
  return parameters;
}

export function queryOf(listing: CallListing): NonNullable<ListCallsData["query"]> {
  return Object.fromEntries(addressOf(listing));
}

export function anyFilter(listing: CallListing): boolean {
  return addressOf({ ...listing, order: null }).size > 0;
}

let lastListing = "";

/** The list as it was last looked at, for the way back to it. */
export function addressOfList(): string {
  return `/calls${lastListing}`;
}

/** The filters and the order in the address, and how to change some of them. */
export function useCallListing(): [CallListing, (change: Partial<CallListing>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = (wanted: Partial<CallListing>) => {
    setParameters((before) => addressOf({ ...listingFrom(before), ...wanted }), { replace: true });
  };
  useEffect(() => {
    lastListing = parameters.size > 0 ? `?${parameters.toString()}` : "";
  }, [parameters]);
  return [listingFrom(parameters), change];
}
