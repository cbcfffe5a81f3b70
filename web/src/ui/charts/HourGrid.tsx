import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";

import look from "../Look.module.css";
import classes from "./charts.module.css";
import { isKnown, type Figure, type Reading } from "./figure";
import { placed, type Range, rangeOf } from "./scale";
import { useFigureText } from "./useFigureText";

interface HourGridProps {
  label: string;
  /** The names of the days, Sunday first. */
  days: readonly string[];
  /** By "weekday-hour", 0 for Sunday. */
  figures: ReadonlyMap<string, Figure>;
  reading: Reading;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Days by hours. Hours run from left to right in every language; a darker field is a higher value. */
export function HourGrid({ label, days, figures, reading }: HourGridProps) {
  const { t } = useTranslation("charts");
  const figureText = useFigureText();
  const [here, setHere] = useState<string | null>(null);
  const known = [...figures.values()].filter(isKnown).map(({ value }) => value);
  const values = rangeOf(known, reading);
  const told = here === null ? undefined : figures.get(here);
  return (
    // A wide grid is scrolled within its frame, by keyboard as well.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} role="region" aria-label={t("scroll", { title: label })} tabIndex={0}>
      <table className={classes.hours} dir="ltr">
        <caption className={look.unseen}>{label}</caption>
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day, weekday) => (
            <tr key={day}>
              <th scope="row">
                <bdi>{day}</bdi>
              </th>
              {HOURS.map((hour) => {
                const key = `${weekday}-${hour}`;
                const figure = figures.get(key);
                return (
                  <td
                    key={hour}
                    style={isKnown(figure) ? shade(figure.value, values) : undefined}
                    data-known={isKnown(figure) || undefined}
                    onPointerEnter={() => {
                      setHere(key);
                    }}
                  >
                    {isKnown(figure) ? (
                      <bdi>{reading.write(figure.value)}</bdi>
                    ) : (
                      figure && <span className={classes.few}>{t("n", { count: figure.count })}</span>
                    )}
                    {isKnown(figure) && <span className={look.unseen}>{figureText(figure, reading)}</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.readout} aria-hidden>
        {here !== null && told ? `${nameOf(here, days)} – ${figureText(told, reading)}` : t("point_at")}
      </p>
    </div>
  );
}

/** How dark a field is, in per cent: never so dark that its number could not be read. */
export function shade(value: number, values: Range): CSSProperties {
  const depth = `${placed(value, values, { low: 6, high: 46 }).toFixed(1)}%`;
  return { "--depth": depth } as CSSProperties;
}

function nameOf(key: string, days: readonly string[]): string {
  const [weekday = 0, hour = 0] = key.split("-").map(Number);
  return `${days[weekday] ?? ""} ${String(hour).padStart(2, "0")}:00`;
}
