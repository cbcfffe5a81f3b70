import { useTranslation } from "react-i18next";

import { ChartFrame } from "../../ui/charts/ChartFrame";
import type { Point, Reading } from "../../ui/charts/figure";
import { FigureTable } from "../../ui/charts/FigureTable";
import { RangePlot } from "../../ui/charts/RangePlot";
import { fileOf, type Measure } from "./queries";

interface FiguresProps {
  title: string;
  note?: string;
  head: string;
  points: readonly Point[];
  reading: Reading;
  cohort: string;
  measure: Measure;
  /** The value that means no difference, where there is one. */
  level?: number;
}

/** Figures below each other, each on its interval; as a table and a file as well. */
export function Figures({ title, note, head, points, reading, cohort, measure, level }: FiguresProps) {
  const { i18n } = useTranslation();
  return (
    <ChartFrame
      title={title}
      {...(note === undefined ? {} : { note })}
      table={<FigureTable head={head} caption={title} columns={[{ name: title, points, reading }]} />}
      fileAt={fileOf(cohort, measure, i18n.language)}
    >
      <RangePlot label={title} points={points} reading={reading} {...(level === undefined ? { fromZero: true } : { level })} />
    </ChartFrame>
  );
}
