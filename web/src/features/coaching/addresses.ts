import type { CoachingClipOut, CoachingShownCall } from "../../api";

/** A call that an agreement stands by, or that a moment is of. */
type Shown = CoachingShownCall | CoachingClipOut;

/** Where such a call is opened; null where it cannot be. */
export type AddressOf = (call: Shown) => string | null;

/** An agent reads such a call in the feedback about it. */
export function feedbackOf(call: Shown): string | null {
  return call.evaluation_id === null ? null : `/feedback/${call.evaluation_id}${at(call)}`;
}

/** Those who coach open the call itself. */
export function callOf(call: Shown): string | null {
  return call.call_id === null ? null : `/calls/${call.call_id}${at(call)}`;
}

function at(call: Shown): string {
  return "start_ms" in call && call.start_ms !== null ? `?t=${call.start_ms}` : "";
}
