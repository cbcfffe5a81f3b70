/** Where a moment lies on the picture and which moment lies under a pixel. Pure; left is always earlier. */

export interface View {
  /** The moment at the left edge, in milliseconds. */
  startMs: number;
  /** How much of the call is seen at once, in milliseconds. */
  lengthMs: number;
}

/** Closer than two seconds across the whole width nobody can tell anything apart. */
export const SHORTEST_VIEW_MS = 2000;

export function wholeCall(durationMs: number): View {
  return { startMs: 0, lengthMs: Math.max(1, durationMs) };
}

export function fitView(view: View, durationMs: number): View {
  const shortest = Math.min(SHORTEST_VIEW_MS, Math.max(1, durationMs));
  const lengthMs = Math.min(Math.max(view.lengthMs, shortest), Math.max(1, durationMs));
  const startMs = Math.min(Math.max(0, view.startMs), Math.max(0, durationMs - lengthMs));
  return { startMs, lengthMs };
}

export function xOf(ms: number, view: View, width: number): number {
  return ((ms - view.startMs) / view.lengthMs) * width;
}

export function timeOf(x: number, view: View, width: number): number {
  return view.startMs + (x / Math.max(1, width)) * view.lengthMs;
}

/** Shows `factor` times as much (below 1: closer), keeping the moment `anchorMs` under the same pixel. */
export function zoomAround(view: View, anchorMs: number, factor: number, durationMs: number): View {
  const lengthMs = fitView({ startMs: 0, lengthMs: view.lengthMs * factor }, durationMs).lengthMs;
  const share = (anchorMs - view.startMs) / view.lengthMs;
  return fitView({ startMs: anchorMs - share * lengthMs, lengthMs }, durationMs);
}

export function pan(view: View, byMs: number, durationMs: number): View {
  return fitView({ ...view, startMs: view.startMs + byMs }, durationMs);
}

/** The view that keeps `ms` in sight: unchanged while it is, otherwise turned like a page. */
export function follow(view: View, ms: number, durationMs: number): View {
  if (ms >= view.startMs && ms <= view.startMs + view.lengthMs) return view;
  return fitView({ ...view, startMs: ms - view.lengthMs * 0.1 }, durationMs);
}

const STEPS_MS = [100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000];

/** Moments for the labels of the time axis: round ones, at least `gapPx` apart. */
export function ticks(view: View, width: number, gapPx = 70): number[] {
  const leastMs = (gapPx / Math.max(1, width)) * view.lengthMs;
  const step = STEPS_MS.find((candidate) => candidate >= leastMs) ?? 3_600_000;
  const moments: number[] = [];
  for (let ms = Math.ceil(view.startMs / step) * step; ms <= view.startMs + view.lengthMs; ms += step) moments.push(ms);
  return moments;
}
