/** A session as it is written, and the wish that it becomes. */
import type { CoachingActionIn, CoachingClipIn, CoachingPlanIn, CoachingSessionOut, CoachingSuggestion } from "../../api";

/** Three of the next five: reached by chance alone once in fifty times by somebody who did it in one call of ten. */
export const USUAL_GOAL = { needed: 3, out_of: 5 };
const USUAL_DAYS = 21;
/** More than that is nothing to hear in one talk; it can be added to. */
const CLIPS_AT_FIRST = 3;
const DAY_MS = 86_400_000;

/** A clip while it is cut: `id` is that of the one that is kept; `wrong` while what is written is no moment. */
export interface DraftClip extends CoachingClipIn {
  id: string;
  wrong?: boolean;
}

export interface Draft {
  wentWell: string;
  agenda: string;
  note: string;
  /** As a field for day and time holds it: local, to the minute; empty where none was named. */
  plannedFor: string;
  clips: DraftClip[];
  actions: CoachingActionIn[];
}

export function draftOf(session: CoachingSessionOut): Draft {
  return {
    wentWell: session.went_well ?? "",
    agenda: session.agenda.join("\n"),
    note: session.private_note ?? "",
    plannedFor: session.planned_for === null ? "" : localMinute(new Date(session.planned_for)),
    clips: session.clips.map(({ id, call_id, start_ms, end_ms, question_id, words, good }) => ({
      id,
      call_id,
      start_ms,
      end_ms,
      question_id,
      words,
      good,
    })),
    actions: session.actions.map(({ id, question_id, words, due_on, needed, out_of, people_only }) => ({
      id,
      question_id,
      words,
      due_on,
      needed,
      out_of,
      people_only,
    })),
  };
}

export function planOf(draft: Draft): CoachingPlanIn {
  return {
    went_well: draft.wentWell,
    agenda: linesOf(draft.agenda),
    private_note: draft.note,
    planned_for: draft.plannedFor === "" ? null : new Date(draft.plannedFor).toISOString(),
    clips: draft.clips.map(({ call_id, start_ms, end_ms, question_id, words, good }) => ({
      call_id,
      start_ms,
      end_ms,
      question_id,
      words,
      good,
    })),
    actions: draft.actions,
  };
}

/** Whether it can be kept as it stands. */
export function isWhole(draft: Draft): boolean {
  return (
    draft.clips.every((clip) => clip.wrong !== true) &&
    draft.actions.every(
      (action) => action.question_id !== "" && action.due_on !== "" && action.needed >= 1 && action.needed <= action.out_of,
    )
  );
}

export function newAction(questionId: string, today = new Date()): CoachingActionIn {
  return { question_id: questionId, due_on: dayAfter(today, USUAL_DAYS), ...USUAL_GOAL };
}

/** The session that a suggestion begins: its question, its moments, and something to agree on. */
export function fromSuggestion(suggestion: CoachingSuggestion, topic: string) {
  return {
    agent_id: suggestion.agent.id,
    agenda: [topic.slice(0, 300)],
    clips: suggestion.evidence.slice(0, CLIPS_AT_FIRST).map(({ call_id, start_ms, end_ms }) => ({
      call_id,
      start_ms,
      end_ms,
      question_id: suggestion.question.id,
    })),
    actions: [newAction(suggestion.question.id)],
  };
}

export function dayAfter(today: Date, days: number): string {
  return localMinute(new Date(today.getTime() + days * DAY_MS)).slice(0, 10);
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .slice(0, 20)
    .map((line) => line.slice(0, 300));
}

function localMinute(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
