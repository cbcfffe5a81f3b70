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
