/** The transcript's words as flat arrays, so that finding one by time is a binary search and never a scan. */

import type { Span } from "../playback/position";
import type { Transcript } from "../types";

export interface WordIndex {
  starts: readonly number[];
  ends: readonly number[];
  texts: readonly string[];
  /** The position in `transcript.turns` of each word's turn. */
  turns: readonly number[];
  /** The position of each turn's first word, one entry a turn. */
  firstWords: readonly number[];
}

/** Words in order of turn. Word times rise within a turn; turns that overlap may interleave in time, so `starts` may step back. */
export function indexWords(transcript: Pick<Transcript, "turns">): WordIndex {
  const starts: number[] = [];
  const ends: number[] = [];
  const texts: string[] = [];
  const turns: number[] = [];
  const firstWords: number[] = [];
  transcript.turns.forEach((turn, position) => {
    firstWords.push(starts.length);
    for (const word of turn.words) {
      starts.push(word.start_ms);
      ends.push(word.end_ms);
      texts.push(word.text);
      turns.push(position);
    }
  });
  return { starts, ends, texts, turns, firstWords };
}

/** Positions of words ordered by their start, with those starts: what the binary search runs over. */
export interface TimeOrder {
  order: readonly number[];
  starts: readonly number[];
}

export function timeOrder(index: WordIndex): TimeOrder {
  const order = index.starts.map((_, position) => position);
  order.sort((a, b) => (index.starts[a] ?? 0) - (index.starts[b] ?? 0) || a - b);
  return { order, starts: order.map((position) => index.starts[position] ?? 0) };
}

/** How many of the rising `starts` are at or before `ms`. */
export function countStarted(starts: readonly number[], ms: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A word stays lit this long after its end, so that the light does not flicker in the gaps of fluent speech. */
export const LINGER_MS = 350;

/** The word being said at `ms`: the latest that has started and not been over for long; -1 where nobody speaks. */
export function wordAt(index: WordIndex, time: TimeOrder, ms: number): number {
  const started = countStarted(time.starts, ms);
  if (started === 0) return -1;
  const word = time.order[started - 1] ?? -1;
  return ms < (index.ends[word] ?? 0) + LINGER_MS ? word : -1;
}

/** Positions of the words that a span touches. */
export function wordsIn(index: WordIndex, time: TimeOrder, span: Span): number[] {
  const found: number[] = [];
  const upTo = countStarted(time.starts, span.end_ms - 1);
  for (let place = 0; place < upTo; place += 1) {
    const word = time.order[place] ?? -1;
    if ((index.ends[word] ?? 0) > span.start_ms) found.push(word);
  }
  return found;
}

/** Below this probability a word is marked as hard to hear. */
export const DOUBTFUL_BELOW = 0.5;

export function isDoubtful(probability: number): boolean {
  return probability < DOUBTFUL_BELOW;
}
