import { Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { AdoptionCurve, AdoptionOut } from "../../api";
import { ChartFrame } from "../../ui/charts/ChartFrame";
import type { Point } from "../../ui/charts/figure";
import { FigureTable } from "../../ui/charts/FigureTable";
import { RangePlot } from "../../ui/charts/RangePlot";
import { TrendChart } from "../../ui/charts/TrendChart";
import { Frame } from "./Frame";
import classes from "./Measures.module.css";
import { Nothing } from "./Nothing";
import { fileOf, useAdoption } from "./queries";
import { useDay, useQuestionText, useReadings } from "./words";

/** How often each phrase is said where there is an opportunity for it, week by week. */
export function Adoption({ cohort }: { cohort: string }) {
  const found = useAdoption(cohort);
  return (
    <Frame measure="adoption" found={found}>
      {(told) => (told.curves.length === 0 ? <Nothing /> : <Told told={told} cohort={cohort} />)}
    </Frame>
  );
}

function Told({ told, cohort }: { told: AdoptionOut; cohort: string }) {
  const [asked, setAsked] = useSearchParams();
  const chosen = told.curves.find(({ question }) => question.id === asked.get("question")) ?? told.curves[0];
  const choose = (id: string | null) => {
    if (id) setAsked({ question: id }, { replace: true });
  };
  if (!chosen) return null;
  return (
    <>
      <Curve curve={chosen} told={told} cohort={cohort} choose={choose} />
      <Changes told={told} cohort={cohort} choose={choose} />
    </>
  );
}

interface CurveProps {
  curve: AdoptionCurve;
  told: AdoptionOut;
  cohort: string;
  choose: (id: string | null) => void;
}

function Curve({ curve, told, cohort, choose }: CurveProps) {
  const { t, i18n } = useTranslation("measures");
  const text = useQuestionText();
  const day = useDay();
  const { share } = useReadings();
  const { question } = curve;
  const points = curve.weeks.map(
    ({ week, begins, figure }): Point => ({
      key: String(week),
      name: t("adoption.week", { week: week > 0 ? `+${week}` : String(week).replace("-", "−"), day: day(begins) }),
      figure,
    }),
  );
  const unsure = curve.weeks.reduce((sum, week) => sum + week.unsure, 0);
  const title = text(question);
  return (
    <ChartFrame
      title={title}
      note={t("adoption.curve_note")}
      table={
        <FigureTable
          head={t("adoption.head")}
          caption={title}
          columns={[{ name: t("adoption.share"), points, reading: share }]}
        />
      }
      fileAt={fileOf(cohort, "adoption", i18n.language)}
      controls={
        <Select
          className={classes.choice}
          label={t("adoption.choose")}
          data={told.curves.map((one) => ({ value: one.question.id, label: text(one.question) }))}
          value={question.id}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={choose}
        />
      }
    >
      <TrendChart
        key={question.id}
        label={t("adoption.label", { title })}
        lines={[{ name: title, look: "first", points }]}
        reading={share}
        level={
          question.target === null
            ? undefined
            : { name: t("adoption.target", { share: share.write(question.target) }), value: question.target }
        }
        moment={{ name: t("adoption.workshop"), key: "0" }}
      />
      <Text size="sm">{t("adoption.unsure", { count: unsure })}</Text>
    </ChartFrame>
  );
}

function Changes({ told, cohort, choose }: Omit<CurveProps, "curve">) {
  const { t, i18n } = useTranslation("measures");
  const text = useQuestionText();
  const { change } = useReadings();
  const [first] = told.curves;
  if (!first?.after) return null;
  const points = told.curves.map((curve): Point => ({ key: curve.question.id, name: text(curve.question), figure: curve.change }));
  const title = t("adoption.changes");
  return (
    <ChartFrame
      title={title}
      note={t("adoption.changes_note", { first: first.after[0], last: first.after[1] })}
      table={<FigureTable head={t("question")} caption={title} columns={[{ name: title, points, reading: change }]} />}
      fileAt={fileOf(cohort, "adoption", i18n.language)}
    >
      <RangePlot label={title} points={points} reading={change} level={0} onOpen={choose} />
    </ChartFrame>
  );
}
