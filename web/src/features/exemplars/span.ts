/** Moments as people write them. */

/** What comes before and after a phrase belongs to how it is said. */
export const AROUND_MS = 2000;

const CLOCK = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/;

/** "1:23" or "1:02:03" as milliseconds; null where it is no time. */
export function momentOf(text: string): number | null {
  const found = CLOCK.exec(text.trim());
  if (found === null) return null;
  const [, hours = "0", minutes = "0", seconds = "0"] = found;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
