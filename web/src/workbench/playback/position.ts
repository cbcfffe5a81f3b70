/** Where playback goes next. Pure: times in milliseconds in, times in milliseconds out. */

export interface Span {
  start_ms: number;
  end_ms: number;
}

/** How far resuming goes back, so that the listener hears what was being said when they stopped. */
export const RESUME_REWIND_MS = 2000;

/** A seek closer than this to the pause counts as the same place: media clocks round. */
const SAME_PLACE_MS = 60;

export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;

export function clampTime(ms: number, durationMs: number): number {
  return Math.min(Math.max(0, ms), Math.max(0, durationMs));
}

/** Resuming rewinds a little, but only from the very place of the pause: whoever moved since then chose the place. */
export function resumeAt(nowMs: number, pausedAtMs: number | null): number {
  const stayed = pausedAtMs !== null && Math.abs(nowMs - pausedAtMs) <= SAME_PLACE_MS;
  return stayed ? Math.max(0, nowMs - RESUME_REWIND_MS) : nowMs;
}

export type SpanStep = "on" | "stop" | "again";

/** What to do at `nowMs` while only `span` should be heard. */
export function spanStep(nowMs: number, span: Span | null, loop: boolean): SpanStep {
  if (span === null || nowMs < span.end_ms) return "on";
  return loop ? "again" : "stop";
}

/** The next slower (-1) or faster (+1) speed of the list. */
export function nextSpeed(current: number, direction: 1 | -1): number {
  const faster = SPEEDS.filter((speed) => speed > current + 1e-6);
  const slower = SPEEDS.filter((speed) => speed < current - 1e-6);
  return (direction > 0 ? faster[0] : slower[slower.length - 1]) ?? current;
}

/** A remembered speed is only believed when it is one that we offer. */
export function speedFrom(remembered: string | null): number {
  const speed = Number(remembered);
  return SPEEDS.some((offered) => offered === speed) ? speed : 1;
}

/** The start of the next (+1) or previous (-1) turn. Going back within a turn's first second leaves that turn. */
export function turnStart(starts: readonly number[], nowMs: number, direction: 1 | -1): number | null {
  if (direction > 0) return starts.find((start) => start > nowMs + 1) ?? null;
  const before = starts.filter((start) => start < nowMs - 1000);
  return before[before.length - 1] ?? starts[0] ?? null;
}

/** Shorter pauses are how people speak, and stay. */
const QUIET_MS = 1500;
/** What is left of a pause on either side, so that a voice does not begin in mid-air. */
const KEPT_MS = 300;

/** The stretches in which nobody says a word: dead air, music on hold, the ringing before the first word. In order. */
export function quietBetween(turns: readonly Span[], durationMs: number): Span[] {
  const quiet: Span[] = [];
  let until = 0;
  const upTo = (ms: number): void => {
    if (ms - until >= QUIET_MS) quiet.push({ start_ms: until === 0 ? 0 : until + KEPT_MS, end_ms: ms - KEPT_MS });
  };
  for (const turn of [...turns].sort((a, b) => a.start_ms - b.start_ms)) {
    upTo(turn.start_ms);
    until = Math.max(until, turn.end_ms);
  }
  // Behind the last word nothing follows that one could skip to: what is left is heard, or ended by hand.
  return quiet.filter((span) => span.end_ms < durationMs);
}

/** Where to go on instead of waiting at `nowMs` through one of these stretches, which are in order; null: stay. */
export function beyondQuiet(nowMs: number, quiet: readonly Span[]): number | null {
  let low = 0;
  let high = quiet.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((quiet[middle]?.start_ms ?? 0) <= nowMs) low = middle + 1;
    else high = middle;
  }
  const last = quiet[low - 1];
  return last && nowMs < last.end_ms - 50 ? last.end_ms : null;
}

/** A stretch of this length is marked where only one of its ends was given. */
const MARKED_MS = 10_000;

/** The stretch with one end at `nowMs`; the other end stays where it was, if that leaves a stretch. */
export function spanWithEnd(span: Span | null, end: "start" | "end", nowMs: number, durationMs: number): Span {
  const now = Math.round(nowMs);
  if (end === "start") {
    const until = span && span.end_ms > now ? span.end_ms : Math.min(durationMs, now + MARKED_MS);
    return { start_ms: Math.min(now, durationMs - 1), end_ms: Math.max(until, Math.min(now, durationMs - 1) + 1) };
  }
  const from = span && span.start_ms < now ? span.start_ms : Math.max(0, now - MARKED_MS);
  return { start_ms: from, end_ms: Math.max(now, from + 1) };
}
