/** Which pauses lie between which turns. Pure. */
import type { Transcript } from "../types";

/** Dead air by the position of the turn before which it is shown; `turns.length` for what comes after the last. */
export function deadAirBefore(transcript: Pick<Transcript, "turns" | "dead_air">): Map<number, [number, number][]> {
  const before = new Map<number, [number, number][]>();
  for (const span of transcript.dead_air) {
    const middle = (span[0] + span[1]) / 2;
    const next = transcript.turns.findIndex((turn) => turn.start_ms >= middle);
    const place = next === -1 ? transcript.turns.length : next;
    before.set(place, [...(before.get(place) ?? []), [span[0], span[1]]]);
  }
  return before;
}

/** Whether somebody began this turn while the other was still speaking. */
export function beganOver(startMs: number, talkOver: Transcript["talk_over"]): boolean {
  return talkOver.some((span) => startMs >= span[0] - 120 && startMs < span[1]);
}
