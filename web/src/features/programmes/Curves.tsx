import { Skeleton, Text, Title } from "@mantine/core";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { AdoptionCurve, CohortOut, TrainerHome } from "../../api";
import { isKnown, type Point } from "../../ui/charts/figure";
import { Spark } from "../../ui/charts/Spark";
import { useFigureText } from "../../ui/charts/useFigureText";
import look from "../../ui/Look.module.css";
import { useDay, useQuestionText, useReadings } from "../measures/words";
import { SimulatedFigures } from "../simulated/SimulatedFigures";
import classes from "./Board.module.css";

interface CurvesProps {
  cohort: CohortOut;
  /** Undefined while they are looked up. */
  home: TrainerHome | undefined;
}

/** How each target is adopted, small, with the workshop marked; each leads to its measure. */
export function Curves({ cohort, home }: CurvesProps) {
  const { t } = useTranslation("programmes");
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading}>
        {t("curves.title")}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t(home?.curves.length === 0 ? "curves.none" : "curves.note")}
      </Text>
      {!home && <Skeleton height={160} radius="lg" />}
      {home && home.simulated > 0 && home.curves.length > 0 && (
        <div className={classes.ground}>
          <SimulatedFigures count={home.simulated} />
        </div>
      )}
      <ul className={classes.curves}>
        {home?.curves.map((curve) => (
          <Curve key={curve.question.id} curve={curve} cohortId={cohort.id} />
        ))}
      </ul>
    </section>
  );
}

function Curve({ curve, cohortId }: { curve: AdoptionCurve; cohortId: string }) {
  const { t } = useTranslation("programmes");
  const text = useQuestionText();
  const day = useDay();
  const { share, change } = useReadings();
  const figureText = useFigureText();
  const points = curve.weeks.map(({ week, figure }): Point => ({ key: String(week), name: String(week), figure }));
  const last = curve.weeks.findLast(({ figure }) => isKnown(figure));
  const at = new URLSearchParams({ question: curve.question.id });
  return (
    <li className={classes.curve}>
      <Title order={3} size="h5">
        <Link to={`/measures/${cohortId}/adoption?${at.toString()}`}>
          <bdi>{text(curve.question)}</bdi>
        </Link>
      </Title>
      {last && isKnown(last.figure) ? (
        <>
          <p className={look.figure}>
            <bdi>{share.write(last.figure.value)}</bdi>{" "}
            {curve.question.target !== null && (
              <small>{t("board.aim", { share: share.write(curve.question.target) })}</small>
            )}
          </p>
          <Spark points={points} reading={share} level={curve.question.target} moment="0" />
          <p className={classes.under}>
            {t("curves.week_of", { date: day(last.begins), told: figureText(last.figure, share) })}
          </p>
          {isKnown(curve.change) && (
            <p className={classes.under}>{t("curves.change", { told: figureText(curve.change, change) })}</p>
          )}
        </>
      ) : (
        <p className={classes.under}>{t("curves.few")}</p>
      )}
    </li>
  );
}
