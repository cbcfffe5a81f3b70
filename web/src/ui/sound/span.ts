/** Moments as people write them. */
import type { Part } from "./useSound";

/** What comes before and after a phrase belongs to how it is said. */
export const AROUND_MS = 2000;
const TENTH_MS = 100;

const CLOCK = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?:\.(\d))?$/;

/** "1:23", "1:23.4" or "1:02:03" as milliseconds; null where it is no time. */
export function momentOf(text: string): number | null {
  const found = CLOCK.exec(text.trim());
  if (found === null) return null;
  const [, hours = "0", minutes = "0", seconds = "0", tenths = "0"] = found;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(tenths) * 100;
}

/** The span between two written times of a call that lasts so long; null where they make none. */
export function spanOf(from: string, to: string, durationMs: number): Part | null {
  const startMs = momentOf(from);
  const endMs = momentOf(to);
  if (startMs === null || endMs === null) return null;
  // The last tenth of a call is rarely a whole one, and is not written.
  const span = { startMs, endMs: endMs + TENTH_MS > durationMs ? durationMs : endMs };
  return span.startMs < span.endMs ? span : null;
}
