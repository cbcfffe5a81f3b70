import type { CoachingShownCall } from "../../api";

/** An agent reads such a call in the feedback about it. */
export function feedbackOf(call: CoachingShownCall): string | null {
  return call.evaluation_id === null ? null : `/feedback/${call.evaluation_id}`;
}
