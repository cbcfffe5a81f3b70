/** Which pauses lie between which turns, and who spoke over whom. Pure. */
import type { Transcript, Turn } from "../types";

export interface Pause {
  kind: "dead_air" | "hold";
  startMs: number;
  endMs: number;
}

/** Pauses by the position of the turn before which they are shown; `turns.length` for what comes after the last. */
export function pausesBefore(transcript: Pick<Transcript, "turns" | "dead_air" | "holds">): Map<number, Pause[]> {
  const pauses = [...spans("dead_air", transcript.dead_air), ...spans("hold", transcript.holds)];
  const before = new Map<number, Pause[]>();
  for (const pause of pauses.sort((a, b) => a.startMs - b.startMs)) {
    const middle = (pause.startMs + pause.endMs) / 2;
    const next = transcript.turns.findIndex((turn) => turn.start_ms >= middle);
    const place = next === -1 ? transcript.turns.length : next;
    before.set(place, [...(before.get(place) ?? []), pause]);
  }
  return before;
}

function spans(kind: Pause["kind"], of: readonly (readonly [number, number])[]): Pause[] {
  return of.map(([startMs, endMs]) => ({ kind, startMs, endMs }));
}

export type Over = "talk_over" | "interruption";

/** Whether somebody began this turn while the other was still speaking, and whether they took the turn by it. */
export function beganOver(
  turn: Pick<Turn, "start_ms" | "speaker">,
  transcript: Pick<Transcript, "talk_over" | "interruptions">,
): Over | null {
  const within = (start: number, end: number) => turn.start_ms >= start - EARLY_MS && turn.start_ms < end;
  const took = transcript.interruptions.some(
    (taken) => taken.by === turn.speaker && within(taken.start_ms, taken.end_ms),
  );
  if (took) return "interruption";
  return transcript.talk_over.some(([start, end]) => within(start, end)) ? "talk_over" : null;
}

/** Words are placed only roughly: a turn may seem to begin a little before the voice does. */
const EARLY_MS = 120;
