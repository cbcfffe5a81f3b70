/** What is drawn over the waves: dead air, holds, talk-over, interruptions, evidence, search hits. Pure. */

import type { Evaluation, Transcript, Turn, Verdict } from "../types";
import type { View } from "./scale";
import { xOf } from "./scale";

export type MarkKind = "dead_air" | "hold" | "talk_over" | "interruption" | "evidence" | "hit" | "comment";

/** The kinds that belong to the call itself, in the order in which they are drawn. */
export const CALL_KINDS: readonly MarkKind[] = ["hold", "dead_air", "talk_over", "interruption"];

export interface Mark {
  kind: MarkKind;
  startMs: number;
  endMs: number;
  /** Evidence only: which question it belongs to and what the machine made of it. */
  questionId?: string;
  verdict?: Verdict | undefined;
  /** Comments only: which thread begins here. */
  threadId?: string;
  /** Interruptions only: who took the turn. */
  by?: Turn["speaker"];
}

export interface Box {
  x: number;
  width: number;
}

/** Narrower than this a mark could not be seen or pointed at. */
const NARROWEST_PX = 3;

export function callMarks(
  transcript: Pick<Transcript, "dead_air" | "holds" | "talk_over" | "interruptions">,
): Mark[] {
  const spans = (kind: MarkKind, of: readonly (readonly number[])[]): Mark[] =>
    of.map((span) => ({ kind, startMs: span[0] ?? 0, endMs: span[1] ?? 0 }));
  return [
    ...spans("hold", transcript.holds),
    ...spans("dead_air", transcript.dead_air),
    ...spans("talk_over", transcript.talk_over),
    ...transcript.interruptions.map((taken) => ({
      kind: "interruption" as const,
      startMs: taken.start_ms,
      endMs: taken.end_ms,
      by: taken.by,
    })),
  ];
}

export function evidenceMarks(sections: Evaluation["sections"]): Mark[] {
  return sections.flatMap((section) =>
    section.questions.flatMap((question) =>
      (question.suggestion?.evidence ?? []).map((evidence) => ({
        kind: "evidence" as const,
        startMs: evidence.start_ms,
        endMs: evidence.end_ms,
        questionId: question.id,
        verdict: question.suggestion?.verdict,
      })),
    ),
  );
}

/** The key of what a mark is called. */
export function nameOf({ kind, by }: Mark) {
  return kind === "interruption" ? (`marks.interruption.${by ?? "unknown"}` as const) : (`marks.${kind}` as const);
}

/** Where a mark lies on the picture, or null when it lies outside the view. */
export function boxOf(mark: Pick<Mark, "startMs" | "endMs">, view: View, width: number): Box | null {
  const left = xOf(mark.startMs, view, width);
  const right = xOf(mark.endMs, view, width);
  if (right < 0 || left > width) return null;
  const x = Math.max(0, left);
  return { x, width: Math.max(NARROWEST_PX, Math.min(width, right) - x) };
}

/**
 * The mark of these that is under the pixel `x`: the shortest, because a long one can be reached beside it; of equally
 * long ones the last, which is drawn on top.
 */
export function markUnder(marks: readonly Mark[], x: number, view: View, width: number): Mark | null {
  let best: Mark | null = null;
  for (const mark of marks) {
    const box = boxOf(mark, view, width);
    if (box === null || x < box.x - 1 || x > box.x + box.width + 1) continue;
    if (best === null || mark.endMs - mark.startMs <= best.endMs - best.startMs) best = mark;
  }
  return best;
}
