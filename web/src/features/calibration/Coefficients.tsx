import { useTranslation } from "react-i18next";

import type { ComparedQuestion, MeasureOut } from "../../api";
import look from "../../ui/Look.module.css";
import classes from "./Calibration.module.css";
import { measureNamed } from "./plain";
import { useFigures } from "./words";

interface CoefficientsProps {
  measures: MeasureOut[];
  /** What the table is called; unique on the page. */
  title: string;
  /** Whose options the answers are; null where they are told by what they earn. */
  question: ComparedQuestion | null;
}

/** Every coefficient with its interval, or why it has none, and how common each answer is. */
export function Coefficients({ measures, title, question }: CoefficientsProps) {
  const prevalence = measureNamed(measures, "percent")?.prevalence ?? [];
  return (
    <>
      <div className={classes.sheet}>
        <table className={classes.table}>
          <caption className={look.unseen}>{title}</caption>
          <MeasureHead />
          <tbody>
            {measures.map((measure) => (
              <MeasureRow key={measure.name} measure={measure} />
            ))}
          </tbody>
        </table>
      </div>
      <Prevalence shares={prevalence} question={question} />
    </>
  );
}

export function MeasureHead() {
  const { t } = useTranslation("calibration");
  return (
    <thead>
      <tr>
        <th scope="col">{t("measure.name")}</th>
        <th scope="col">{t("measure.value")}</th>
        <th scope="col">{t("measure.interval")}</th>
        <th scope="col">{t("measure.says")}</th>
      </tr>
    </thead>
  );
}

export function MeasureRow({ measure }: { measure: MeasureOut }) {
  const { t } = useTranslation("calibration");
  const weighted = measure.weights === "none" ? "" : ` ${t("measure.weighted")}`;
  return (
    <tr>
      <th scope="row">
        {t(`measure.of.${measure.name}`)}
        {weighted}
      </th>
      <td className={classes.figure}>
        <Value measure={measure} />
      </td>
      <td>
        <Interval measure={measure} />
      </td>
      <td className={classes.says}>{t(`measure.means.${measure.name}`)}</td>
    </tr>
  );
}

function Value({ measure: { name, value, undefined: why } }: { measure: MeasureOut }) {
  const { t } = useTranslation("calibration");
  const { percent, figure } = useFigures();
  if (value === null) return <span className={classes.why}>{t(`measure.undefined.${why ?? "too_few_pairs"}`)}</span>;
  return <bdi>{name === "percent" ? percent(value) : figure(value)}</bdi>;
}

function Interval({ measure: { name, value, low, high, rough, no_interval: why } }: { measure: MeasureOut }) {
  const { t } = useTranslation("calibration");
  const { percent, figure } = useFigures();
  if (value === null) return "–";
  if (low === null || high === null) {
    return <span className={classes.why}>{t(`measure.no_interval.${why ?? "too_often_undefined"}`)}</span>;
  }
  const shown = name === "percent" ? percent : figure;
  return (
    <>
      {/* Numbers run from the lower to the higher also in Hebrew. */}
      <bdi dir="ltr">
        {shown(low)} – {shown(high)}
      </bdi>
      {rough && <span className={classes.why}> {t("measure.rough")}</span>}
    </>
  );
}

function Prevalence({ shares, question }: { shares: MeasureOut["prevalence"]; question: ComparedQuestion | null }) {
  const { t } = useTranslation("calibration");
  const { percent, answer } = useFigures();
  if (shares.length === 0) return null;
  return (
    <p className={classes.prevalence}>
      {t("measure.prevalence")}{" "}
      {shares.map((one) => (
        <span key={one.answer} className={classes.share}>
          <bdi>{answer(question, one.answer)}</bdi> <bdi>{percent(one.share)}</bdi>
        </span>
      ))}
    </p>
  );
}
