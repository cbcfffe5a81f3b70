/** How sure the machine is, in words that a person can weigh. Pure. */
import type { Suggestion } from "../types";

export type Certainty = "almost_certain" | "likely" | "leaning" | "open";

/**
 * How sure the machine is of its own verdict, 0..1. Its probability is that the thing was said or met, so that a verdict
 * of "not said" is as sure as the probability is far from it. "Unsure" keeps the probability itself.
 */
export function sureness(suggestion: Pick<Suggestion, "verdict" | "probability">): number {
  const { verdict, probability } = suggestion;
  return verdict === "unsure" ? probability : Math.max(probability, 1 - probability);
}

export function certaintyOf(suggestion: Pick<Suggestion, "verdict" | "probability">): Certainty {
  if (suggestion.verdict === "unsure") return "open";
  return inWords(sureness(suggestion));
}

/** The word for being this sure, 0..1. */
export function inWords(sure: number): Exclude<Certainty, "open"> {
  if (sure >= 0.95) return "almost_certain";
  return sure >= 0.8 ? "likely" : "leaning";
}
