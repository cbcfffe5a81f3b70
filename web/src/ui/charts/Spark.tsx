import classes from "./charts.module.css";
import { bandOf, pathOf, runsOf } from "./drawing";
import type { Point, Reading } from "./figure";
import { placed } from "./scale";

interface SparkProps {
  points: readonly Point[];
  reading: Reading;
  /** A value to reach, drawn across. */
  level?: number | null;
  /** The point at which what comes before parts from what comes after. */
  moment?: string;
}

const WIDTH = 240;
const HEIGHT = 56;
const EDGE = 5;

/** A small drawing of a figure over time, beside the words that say the same. Time runs from left to right. */
export function Spark({ points, reading, level = null, moment }: SparkProps) {
  const x = (place: number) =>
    placed(place, { low: 0, high: Math.max(1, points.length - 1) }, { low: EDGE, high: WIDTH - EDGE });
  const y = (value: number) => placed(value, reading, { low: HEIGHT - EDGE, high: EDGE });
  const parted = moment === undefined ? -1 : points.findIndex(({ key }) => key === moment);
  const runs = runsOf(points);
  const last = runs.at(-1)?.at(-1);
  return (
    <svg className={classes.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
      <line className={classes.grid} x1={0} x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} />
      {level !== null && <line className={classes.level} x1={0} x2={WIDTH} y1={y(level)} y2={y(level)} />}
      {parted >= 0 && <line className={classes.parting} x1={x(parted)} x2={x(parted)} y1={0} y2={HEIGHT} />}
      <g className={classes.line} data-look="first">
        {runs.map((run) => (
          <g key={run[0]?.place}>
            <path className={classes.band} d={bandOf(run, x, y)} />
            <path className={classes.stroke} d={pathOf(run.map(({ place, figure }) => [x(place), y(figure.value)]))} />
          </g>
        ))}
        {last && <circle className={classes.mark} cx={x(last.place)} cy={y(last.figure.value)} r={3.5} />}
      </g>
    </svg>
  );
}
