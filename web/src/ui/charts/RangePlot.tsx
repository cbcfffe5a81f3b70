import { useTranslation } from "react-i18next";

import classes from "./charts.module.css";
import { isKnown, type Figure, type Point, type Reading } from "./figure";
import { placed, rangeOf, ticks } from "./scale";
import { useFigureText } from "./useFigureText";

interface RangePlotProps {
  label: string;
  points: readonly Point[];
  reading: Reading;
  /** All together, drawn as a line through the others. */
  whole?: Figure | undefined;
  /** A value that is shown on every line, as the one that means no change. */
  level?: number;
  /** Whether the axis begins at zero, so that lengths can be compared. */
  fromZero?: boolean;
  /** Shows what is behind a group, where that can be shown. */
  onOpen?: (key: string) => void;
}

/** Groups below each other, each a figure on its interval. Values grow from left to right in every language. */
export function RangePlot({ label, points, reading, whole, level, fromZero = false, onOpen }: RangePlotProps) {
  const { t } = useTranslation("charts");
  const figureText = useFigureText();
  if (points.length === 0) return <p className={classes.nothing}>{t("nothing")}</p>;
  const known = points.map((point) => point.figure).filter(isKnown);
  const values = rangeOf(
    [...(level === undefined ? [] : [level]), ...known.flatMap(({ low, high }) => (fromZero ? [0, high] : [low, high]))],
    reading,
  );
  const across = (value: number) => placed(value, values, { low: 0, high: 100 });
  return (
    <ul className={classes.ranges} aria-label={label}>
      {points.map(({ key, name, figure }) => (
        <li key={key} className={classes.range}>
          {onOpen ? (
            <button
              type="button"
              className={classes.rangeOpen}
              onClick={() => {
                onOpen(key);
              }}
            >
              <bdi>{name}</bdi>
            </button>
          ) : (
            <span className={classes.rangeName}>
              <bdi>{name}</bdi>
            </span>
          )}
          <span className={classes.track} aria-hidden>
            {level !== undefined && <span className={classes.levelLine} style={{ left: `${across(level)}%` }} />}
            {isKnown(whole) && <span className={classes.wholeLine} style={{ left: `${across(whole.value)}%` }} />}
            {isKnown(figure) && (
              <>
                <span
                  className={classes.interval}
                  style={{ left: `${across(figure.low)}%`, width: `${across(figure.high) - across(figure.low)}%` }}
                />
                <span className={classes.dot} style={{ left: `${across(figure.value)}%` }} />
              </>
            )}
          </span>
          <span className={classes.rangeText}>{figureText(figure, reading)}</span>
        </li>
      ))}
      <li className={classes.range} aria-hidden>
        <span />
        <span className={classes.rangeAxis}>
          {ticks(values, reading.steps).map((tick) => (
            <span key={tick} style={{ left: `${across(tick)}%` }}>
              {reading.write(tick)}
            </span>
          ))}
        </span>
        <span />
      </li>
    </ul>
  );
}
