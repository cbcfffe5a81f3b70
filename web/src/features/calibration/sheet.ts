/** One's own sheet as the workbench takes it, and the way back to the server. */
import { ask, deleteRating, type EvaluationOut, getSheet, ifMatch, putRating, type ScoreOut, type SheetOut } from "../../api";

export interface SheetPlace {
  sessionId: string;
  callId: string;
}

/** Nothing is scored while people answer for themselves. */
const NO_SHARE = { points: 0, points_possible: 0, percent: null };
const NO_SCORE: ScoreOut = {
  ...NO_SHARE,
  low: null,
  high: null,
  passed: null,
  could_flip: 0,
  auto_failed_by: null,
  critical: NO_SHARE,
  other: NO_SHARE,
  pass_percent: 0,
  from_people: 0,
  from_machine: 0,
  undecided: 0,
};

export function readSheet({ sessionId, callId }: SheetPlace): Promise<SheetOut> {
  return ask(getSheet({ path: { session_id: sessionId, call_id: callId } }));
}

export function evaluationOf({ id, version, call, rubric, sections, editable }: SheetOut): EvaluationOut {
  return {
    id,
    version,
    call,
    rubric,
    sections,
    // The workbench answers what is a draft, and reads what is not.
    state: editable ? "draft" : "published",
    score: NO_SCORE,
    trust: {},
    summary: null,
    reviewer_name: null,
    submitted_at: null,
    published_at: null,
    acknowledged_at: null,
    acknowledgement: null,
  };
}

/** A change of an answer; the sheet knows no other. */
export interface SheetChange {
  kind: string;
  questionId?: string;
  answer?: { option_id?: string | null; not_applicable?: boolean; reason?: string | null };
}

export function sendRating({ sessionId, callId }: SheetPlace, version: number, change: SheetChange): Promise<SheetOut> {
  const path = { session_id: sessionId, call_id: callId, question_id: change.questionId ?? "" };
  const headers = ifMatch(version);
  if (change.answer === undefined) return ask(deleteRating({ path, headers }));
  const { option_id = null, not_applicable = false, reason = null } = change.answer;
  return ask(putRating({ path, headers, body: { option_id, not_applicable, note: reason } }));
}
