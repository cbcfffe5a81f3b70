/** The drawing of tone over a call. Pure: quarters on the scale of -5 to +5 in, places in the picture out. */
import type { Speaker, Tone } from "../types";

/** The picture's own units; the left edge is kept for the names of the scale. */
export const PICTURE = { width: 360, height: 108, left: 50, top: 12, bottom: 90 } as const;

const FULL = 5;
/** So that two speakers of the same tone do not hide each other. */
const APART = 5;
/** In this order everywhere: whose tone matters most first. */
const SPEAKERS: readonly Speaker[] = ["customer", "agent", "unknown"];

export interface Point {
  x: number;
  y: number;
  value: number;
}

/** Those whose tone is known in at least one quarter. */
export function speakersOf(tone: Tone): Speaker[] {
  return SPEAKERS.filter((speaker) => tone.quarters[speaker]?.some((value) => value !== null));
}

export function yOf(value: number): number {
  const middle = (PICTURE.top + PICTURE.bottom) / 2;
  return middle - (Math.min(Math.max(value, -FULL), FULL) / FULL) * ((PICTURE.bottom - PICTURE.top) / 2);
}

/** Where the quarter `place` of `count` begins. */
export function quarterStart(place: number, count: number): number {
  return PICTURE.left + (place * (PICTURE.width - PICTURE.left)) / count;
}

/** The stretches of known quarters, one line each: nothing is drawn through a quarter of which nothing is known. */
export function linesOf(quarters: readonly (number | null)[], speaker: Speaker): Point[][] {
  const aside = speaker === "customer" ? -APART : APART;
  const lines: Point[][] = [[]];
  quarters.forEach((value, place) => {
    const middle = (quarterStart(place, quarters.length) + quarterStart(place + 1, quarters.length)) / 2;
    if (value === null) lines.push([]);
    else lines[lines.length - 1]?.push({ x: middle + aside, y: yOf(value), value });
  });
  return lines.filter((line) => line.length > 0);
}

export type Course = "better" | "worse" | "steady" | "unknown";

/** Less than this, on a scale of ten, is within what the mark of one turn moves. */
const STEADY = 1;

/** A trend in a word. */
export function courseOf(trend: number | null | undefined): Course {
  if (trend === null || trend === undefined) return "unknown";
  if (Math.abs(trend) < STEADY) return "steady";
  return trend > 0 ? "better" : "worse";
}
