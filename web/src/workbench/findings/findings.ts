/** What of a call's findings is there to show, and what a person's word changes in it. Pure. */
import type { Correction, Findings, ToneLabel } from "../types";

/** What somebody says of a turn's tone; a `label` of null takes the person's word back. */
export interface ToneWish {
  turn: number;
  label: ToneLabel | null;
}

export function correctionOf(findings: Findings | undefined, turn: number): Correction | null {
  return findings?.corrections?.find((one) => one.turn === turn) ?? null;
}

/** The findings with this as the only word of a person on the turn; null is none. */
export function withCorrection(findings: Findings, turn: number, correction: Correction | null): Findings {
  const others = (findings.corrections ?? []).filter((one) => one.turn !== turn);
  return { ...findings, corrections: correction === null ? others : [...others, correction] };
}

/** The correction as it is shown until the server has told who made it. */
export function wished({ turn, label }: ToneWish, now: Date): Correction | null {
  return label === null ? null : { turn, label, reason: null, person_name: "", at: now.toISOString() };
}
