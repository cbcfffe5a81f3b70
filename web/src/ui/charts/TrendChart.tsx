import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import classes from "./charts.module.css";
import { bandOf, pathOf, runsOf } from "./drawing";
import { isKnown, type Point, type Reading } from "./figure";
import { placed, type Range, rangeOf, ticks } from "./scale";
import { useFigureText } from "./useFigureText";

export interface Line {
  name: string;
  /** Lines are told apart by their dashes and marks as well as by their colours. */
  look: "first" | "second";
  points: readonly Point[];
}

interface TrendChartProps {
  label: string;
  lines: readonly Line[];
  reading: Reading;
  /** A value to reach, drawn across. */
  level?: { name: string; value: number } | undefined;
  /** A moment that parts what comes before from what comes after: it stands at the point with this key. */
  moment?: { name: string; key: string } | undefined;
}

/** As wide as it is before its place is known; from then on as wide as that, so that its words never shrink. */
const FIRST_WIDTH = 640;
const HEIGHT = 220;
const LEFT = 46;
const RIGHT = 14;
const TOP = 12;
const BOTTOM = 28;
/** A name of a point in time takes about so much room. */
const NAME_WIDTH = 116;

/** A figure over time with its interval as a band. Time runs from left to right in every language. */
export function TrendChart({ label, lines, reading, level, moment }: TrendChartProps) {
  const { t } = useTranslation("charts");
  const figureText = useFigureText();
  const { ref, width: room } = useElementSize<HTMLDivElement>();
  const width = room || FIRST_WIDTH;
  const points = lines[0]?.points ?? [];
  const [at, setAt] = useState(points.length - 1);
  const here = Math.min(at, points.length - 1);
  if (points.length === 0) return <p className={classes.nothing}>{t("nothing")}</p>;
  const all = lines.flatMap((line) => line.points.flatMap(({ figure }) => (isKnown(figure) ? [figure.low, figure.high] : [])));
  const values = rangeOf(level ? [...all, level.value] : all, reading);
  const parted = moment ? points.findIndex(({ key }) => key === moment.key) : -1;
  const x = (place: number) =>
    placed(place, { low: 0, high: Math.max(1, points.length - 1) }, ends(width));
  const y = (value: number) => placed(value, values, { low: HEIGHT - BOTTOM, high: TOP });
  const told = lines.map((line) => {
    const figure = line.points[here]?.figure;
    const text = figure ? figureText(figure, reading) : "";
    return lines.length > 1 ? `${line.name}: ${text}` : text;
  });
  const readout = `${points[here]?.name ?? ""} – ${told.join("; ")}`;
  const move = (place: number) => {
    setAt(Math.max(0, Math.min(points.length - 1, place)));
  };
  return (
    <div className={classes.trend}>
      <div
        ref={ref}
        className={classes.canvas}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={points.length - 1}
        aria-valuenow={here}
        aria-valuetext={readout}
        onKeyDown={(event) => {
          const to = stepOf(event, here, points.length);
          if (to === null) return;
          event.preventDefault();
          move(to);
        }}
        onPointerMove={(event) => {
          move(nearest(event, points.length, width));
        }}
      >
        <svg viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden>
          <Axis values={values} reading={reading} y={y} width={width} />
          {points.map((point, place) => (
            <TimeName key={point.key} name={point.name} place={place} count={points.length} x={x(place)} width={width} />
          ))}
          {level && <Level name={level.name} y={y(level.value)} width={width} />}
          {moment && parted >= 0 && <Parting name={moment.name} x={x(parted)} width={width} />}
          <line className={classes.cursor} x1={x(here)} x2={x(here)} y1={TOP} y2={HEIGHT - BOTTOM} />
          {lines.map((line) => (
            <Drawn key={line.name} line={line} x={x} y={y} here={here} />
          ))}
        </svg>
      </div>
      {lines.length > 1 && (
        <ul className={classes.legend}>
          {lines.map((line) => (
            <li key={line.name} data-look={line.look}>
              {line.name}
            </li>
          ))}
        </ul>
      )}
      <p className={classes.readout} aria-hidden>
        {readout}
      </p>
    </div>
  );
}

/** Where the first and the last point stand. */
function ends(width: number): Range {
  return { low: LEFT + 12, high: width - RIGHT - 12 };
}

interface AxisProps {
  values: Range;
  reading: Reading;
  y: (value: number) => number;
  width: number;
}

function Axis({ values, reading, y, width }: AxisProps) {
  return (
    <>
      {ticks(values, reading.steps).map((tick) => (
        <g key={tick}>
          <line className={classes.grid} x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text className={classes.tick} x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {reading.write(tick)}
          </text>
        </g>
      ))}
    </>
  );
}

function Level({ name, y, width }: { name: string; y: number; width: number }) {
  return (
    <g>
      <line className={classes.level} x1={LEFT} x2={width - RIGHT} y1={y} y2={y} />
      <text className={classes.tick} x={LEFT + 4} y={y - 4}>
        {name}
      </text>
    </g>
  );
}

function Parting({ name, x, width }: { name: string; x: number; width: number }) {
  const before = x > width / 2;
  return (
    <g>
      <line className={classes.parting} x1={x} x2={x} y1={TOP} y2={HEIGHT - BOTTOM} />
      <text className={classes.tick} x={before ? x - 4 : x + 4} y={TOP + 9} textAnchor={before ? "end" : "start"}>
        {name}
      </text>
    </g>
  );
}

interface TimeNameProps {
  name: string;
  place: number;
  count: number;
  x: number;
  width: number;
}

/** The name of a point in time, as far as there is room for it; at the edges it stays within the drawing. */
function TimeName({ name, place, count, x, width }: TimeNameProps) {
  const every = Math.ceil(count / Math.max(2, Math.floor(width / NAME_WIDTH)));
  if ((count - 1 - place) % every !== 0) return null;
  const edge = x + NAME_WIDTH / 2 > width ? "end" : x < NAME_WIDTH / 2 ? "start" : "middle";
  const at = { end: width - 2, start: 2, middle: x }[edge];
  return (
    <text className={classes.tick} x={at} y={HEIGHT - 8} textAnchor={edge}>
      {name}
    </text>
  );
}

interface DrawnProps {
  line: Line;
  x: (place: number) => number;
  y: (value: number) => number;
  here: number;
}

/** Runs of points that are known, each with its band; where calls are too few, only a mark on the floor. */
function Drawn({ line, x, y, here }: DrawnProps) {
  return (
    <g data-look={line.look} className={classes.line}>
      {runsOf(line.points).map((run) => (
        <g key={run[0]?.place}>
          <path className={classes.band} d={bandOf(run, x, y)} />
          <path className={classes.stroke} d={pathOf(run.map(({ place, figure }) => [x(place), y(figure.value)]))} />
        </g>
      ))}
      {line.points.map(({ key, figure }, place) =>
        isKnown(figure) ? (
          <Mark key={key} look={line.look} x={x(place)} y={y(figure.value)} size={place === here ? 5.5 : 3.5} />
        ) : (
          <text key={key} className={classes.tick} x={x(place)} y={HEIGHT - BOTTOM - 3} textAnchor="middle">
            ·
          </text>
        ),
      )}
    </g>
  );
}

function Mark({ look, x, y, size }: { look: Line["look"]; x: number; y: number; size: number }) {
  if (look === "first") return <circle className={classes.mark} cx={x} cy={y} r={size} />;
  return <rect className={classes.mark} x={x - size} y={y - size} width={2 * size} height={2 * size} />;
}

/** Arrows follow time, which runs from left to right in every language. */
function stepOf({ key }: KeyboardEvent, here: number, count: number): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return here + 1;
    case "ArrowLeft":
    case "ArrowDown":
      return here - 1;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}

function nearest(event: PointerEvent<HTMLElement>, count: number, width: number): number {
  const box = event.currentTarget.getBoundingClientRect();
  const place = ((event.clientX - box.left) / box.width) * width;
  return Math.round(placed(place, ends(width), { low: 0, high: count - 1 }));
}
