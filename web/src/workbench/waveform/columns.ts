/** From the server's peaks to one bar a column. Pure. */

import type { View } from "./scale";

/**
 * The loudest peak under each of `count` columns across the view, 0..1. A column narrower than one peak shows the
 * peak it lies in, so that zooming in never makes holes.
 */
export function columns(peaks: readonly number[], stepMs: number, view: View, count: number): number[] {
  const heights: number[] = [];
  const perColumn = view.lengthMs / Math.max(1, count) / stepMs;
  const origin = view.startMs / stepMs;
  for (let column = 0; column < count; column += 1) {
    const first = Math.floor(origin + column * perColumn);
    const last = Math.max(first + 1, Math.ceil(origin + (column + 1) * perColumn - 1e-9));
    let loudest = 0;
    for (let place = Math.max(0, first); place < Math.min(last, peaks.length); place += 1) {
      loudest = Math.max(loudest, peaks[place] ?? 0);
    }
    heights.push(loudest);
  }
  return heights;
}

/** What a quiet recording is multiplied with so that its speech fills the lane; noise alone is never blown up. */
export function gainFor(peaks: readonly number[]): number {
  if (peaks.length === 0) return 1;
  const sorted = [...peaks].sort((a, b) => a - b);
  const loud = sorted[Math.floor((sorted.length - 1) * 0.995)] ?? 0;
  return loud < 0.02 ? 1 : Math.min(12, 0.95 / loud);
}
