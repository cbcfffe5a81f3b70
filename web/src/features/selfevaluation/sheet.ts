/** The agent's own sheet as the workbench takes it, and the way back to the server. */
import {
  ask,
  deleteSelfAnswer,
  type EvaluationOut,
  getSelfEvaluation,
  ifMatch,
  putSelfAnswer,
  type ScoreOut,
  type SelfSheetOut,
} from "../../api";

/** Nothing is scored here, and nothing that is said here will be. */
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

/** Points are the reviewer's business: the agent says what happened, not what it is worth. */
export function evaluationOf({ id, version, state, call, rubric, sections }: SelfSheetOut): EvaluationOut {
  return {
    id,
    version,
    call,
    rubric,
    sections: sections.map((section) => ({
      ...section,
      questions: section.questions.map((question) => ({ ...question, points: null, points_possible: null })),
    })),
    // The workbench answers what is a draft, and reads what is not.
    state: state === "draft" ? "draft" : "published",
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

export function readOwn(selfId: string): Promise<SelfSheetOut> {
  return ask(getSelfEvaluation({ path: { self_id: selfId } }));
}

/** A change of an answer; the sheet knows no other. */
export interface OwnChange {
  kind: string;
  questionId?: string;
  answer?: { option_id?: string | null; not_applicable?: boolean; reason?: string | null };
}

export function sendOwn(selfId: string, version: number, change: OwnChange): Promise<SelfSheetOut> {
  const path = { self_id: selfId, question_id: change.questionId ?? "" };
  const headers = ifMatch(version);
  if (change.answer === undefined) return ask(deleteSelfAnswer({ path, headers }));
  const { option_id = null, not_applicable = false, reason = null } = change.answer;
  return ask(putSelfAnswer({ path, headers, body: { option_id, not_applicable, note: reason } }));
}
