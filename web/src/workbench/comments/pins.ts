/** Where a comment is pinned. Pure but for `wordsMarked`, which reads what is marked on the page. */
import type { ThreadIn, ThreadOut } from "../../api";
import type { Span } from "../playback/position";
import type { Mark } from "../waveform/marks";

/** The place of a comment that is being written. */
export type Pin =
  | { kind: "time"; span: Span }
  | { kind: "words"; span: Span; revision: number; first: number; last: number; text: string }
  | { kind: "question"; questionId: string };

/** What the server is told of the place. */
export function wishOf(pin: Pin): Omit<ThreadIn, "text" | "mentions"> {
  switch (pin.kind) {
    case "time":
      return { start_ms: Math.round(pin.span.start_ms), end_ms: Math.round(pin.span.end_ms) };
    case "words":
      return { revision: pin.revision, first_word: pin.first, last_word: pin.last };
    case "question":
      return { question_id: pin.questionId };
  }
}

/** Whether two pins are the same place, so that pressing the key twice does not begin anew. */
export function samePlace(one: Pin | null, other: Pin | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The first and the last word that is marked inside `root`, or null. */
export function wordsMarked(root: ParentNode, selection: Selection | null): { first: number; last: number } | null {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const marked = [...root.querySelectorAll<HTMLElement>("[data-word]")].filter((word) => range.intersectsNode(word));
  const numbers = marked.map((word) => Number(word.dataset.word));
  if (numbers.length === 0) return null;
  return { first: Math.min(...numbers), last: Math.max(...numbers) };
}

/** The threads that begin while this turn is spoken: the last turn that began before the thread's moment has it. */
export function threadsByTurn(
  threads: readonly ThreadOut[],
  turns: readonly { index: number; start_ms: number }[],
): Map<number, ThreadOut[]> {
  const found = new Map<number, ThreadOut[]>();
  for (const thread of threads) {
    const at = thread.start_ms;
    if (at === null) continue;
    const turn = turns.findLast((one) => one.start_ms <= at) ?? turns[0];
    if (turn) found.set(turn.index, [...(found.get(turn.index) ?? []), thread]);
  }
  return found;
}

/** Ticks on the waveform. */
export function commentMarks(threads: readonly ThreadOut[]): Mark[] {
  return threads.flatMap((thread) =>
    thread.start_ms === null
      ? []
      : [
          {
            kind: "comment" as const,
            startMs: thread.start_ms,
            endMs: thread.end_ms ?? thread.start_ms,
            threadId: thread.id,
          },
        ],
  );
}

export interface Piece {
  text: string;
  mention: boolean;
}

/** The text in pieces, so that the names that it mentions stand out. The longest name counts where one begins another. */
export function pieces(text: string, names: readonly string[]): Piece[] {
  const longestFirst = [...names].sort((one, other) => other.length - one.length).map((name) => `@${name}`);
  const made: Piece[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const mention = longestFirst.find((name) => text.startsWith(name, at));
    if (mention === undefined) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    if (plain !== "") made.push({ text: plain, mention: false });
    plain = "";
    made.push({ text: mention, mention: true });
    at += mention.length;
  }
  if (plain !== "") made.push({ text: plain, mention: false });
  return made;
}

/** What is being typed after the last @ before the caret, or null where nobody is being looked for. */
export function mentionTyped(text: string, caret: number): { from: number; query: string } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf("@");
  if (from < 0 || (from > 0 && !/\s/.test(before.charAt(from - 1)))) return null;
  const query = before.slice(from + 1);
  return /^[^\n@]{0,40}$/.test(query) && !/\s{2}/.test(query) ? { from, query } : null;
}
