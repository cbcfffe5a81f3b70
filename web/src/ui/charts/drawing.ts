/** Figures over time as paths of a drawing. Pure. */
import { isKnown, type Known, type Point } from "./figure";

export interface Placed {
  place: number;
  figure: Known;
}

/** The stretches of a line in which every figure is known. */
export function runsOf(points: readonly Point[]): Placed[][] {
  const runs: Placed[][] = [];
  let run: Placed[] = [];
  points.forEach(({ figure }, place) => {
    if (isKnown(figure)) {
      if (run.length === 0) runs.push(run);
      run.push({ place, figure });
    } else {
      run = [];
    }
  });
  return runs;
}

/** The outline of the intervals of a stretch. */
export function bandOf(run: readonly Placed[], x: (place: number) => number, y: (value: number) => number): string {
  // A single point has an interval too: it is drawn as a bar.
  const wide = run.length === 1 ? 3 : 0;
  const upper = run.map(({ place, figure }): [number, number] => [x(place) - wide, y(figure.high)]);
  const lower = run.map(({ place, figure }): [number, number] => [x(place) - wide, y(figure.low)]);
  const [only] = run;
  if (wide > 0 && only) {
    upper.push([x(only.place) + wide, y(only.figure.high)]);
    lower.push([x(only.place) + wide, y(only.figure.low)]);
  }
  return `${pathOf([...upper, ...lower.reverse()])} Z`;
}

/** A line through these places. */
export function pathOf(points: readonly (readonly [number, number] | number[])[]): string {
  return points.map(([x = 0, y = 0], place) => `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join(" ");
}
