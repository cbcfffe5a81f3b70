import { useTranslation } from "react-i18next";

import type { ComparisonOut } from "../../api";
import classes from "./Calibration.module.css";

const ROUND = [0, 25, 50, 75, 100];

/** How far apart the scores of each call lie. The table beside it says the same in numbers, and to those who listen. */
export function Spread({ comparison: { session, percents } }: { comparison: ComparisonOut }) {
  const { t } = useTranslation("calibration");
  const rows = session.calls.map((call) => {
    const of = percents.filter((one) => one.call_id === call.call_id && one.percent !== null);
    return {
      call,
      people: of.filter((one) => one.person_id !== null).map((one) => ({ id: one.person_id, percent: one.percent ?? 0 })),
      reference: of.find((one) => one.person_id === null)?.percent ?? null,
    };
  });
  if (rows.every((row) => row.people.length < 2)) return null;
  return (
    <figure className={classes.spread} aria-hidden>
      <figcaption className={classes.spreadKey}>
        <span className={classes.spreadDot} /> {t("spread.person")}
        <span className={classes.spreadReference} /> {t("spread.reference")}
      </figcaption>
      {rows.map(({ call, people, reference }) => {
        const low = Math.min(...people.map((one) => one.percent));
        const high = Math.max(...people.map((one) => one.percent));
        return (
          <div key={call.call_id} className={classes.spreadRow}>
            <bdi className={classes.spreadName}>{call.agent_name ?? call.file_name}</bdi>
            <span className={classes.spreadTrack} dir="ltr">
              {people.length > 1 && (
                <span className={classes.spreadBand} style={{ left: `${low}%`, width: `${high - low}%` }} />
              )}
              {people.map((one) => (
                <span key={one.id} className={classes.spreadDot} style={{ left: `${one.percent}%` }} />
              ))}
              {reference !== null && <span className={classes.spreadReference} style={{ left: `${reference}%` }} />}
            </span>
          </div>
        );
      })}
      <div className={classes.spreadRow}>
        <span />
        <span className={classes.spreadAxis} dir="ltr">
          {ROUND.map((value) => (
            <span key={value} style={{ left: `${value}%` }}>
              {value}%
            </span>
          ))}
        </span>
      </div>
    </figure>
  );
}
