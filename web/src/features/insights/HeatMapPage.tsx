import { Skeleton, Table } from "@mantine/core";
import { IconChartGridDots } from "@tabler/icons-react";
import { Fragment, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { HeatCell, HeatMap, HeatRow } from "../../api";
import { localeOf } from "../../i18n";
import { ChartFrame } from "../../ui/charts/ChartFrame";
import { isKnown } from "../../ui/charts/figure";
import { shade } from "../../ui/charts/HourGrid";
import { useFigureText } from "../../ui/charts/useFigureText";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { type Asked, useAsked } from "./asked";
import { CellDrawer } from "./CellDrawer";
import { Filters } from "./Filters";
import { GroundLine } from "./GroundLine";
import classes from "./Insights.module.css";
import { InsightsFrame } from "./InsightsPage";
import { useShares } from "./measures";
import { type Cell, fileAddress, useHeatMap } from "./queries";

/** Questions by weeks: what goes well, what does not, and what changes. */
export function HeatMapPage() {
  const { t, i18n } = useTranslation("insights");
  const textIn = useTexts();
  const [asked] = useAsked();
  const heat = useHeatMap(asked);
  const [open, setOpen] = useState<Cell | null>(null);
  const rubric = heat.data?.rubric;
  // The file and the calls behind a cell are of the rubric that is shown, also where nobody chose one.
  const shown: Asked = rubric ? { ...asked, rubric_id: rubric.id } : asked;
  return (
    <InsightsFrame part="questions">
      <Filters ground={heat.data?.ground} />
      {heat.isPending && <Skeleton height={420} radius="lg" />}
      {heat.isError && !heat.data && (
        <Failure
          problem={heat.error}
          onRetry={() => {
            void heat.refetch();
          }}
        />
      )}
      {heat.data && (
        <div className={classes.stack} aria-busy={heat.isPlaceholderData}>
          <GroundLine ground={heat.data.ground} peopleOnly={asked.people_only ?? false} />
          {rubric && heat.data.rows.length > 0 ? (
            <ChartFrame
              title={t("heat.title", { rubric: textIn(rubric.title) })}
              note={t("heat.note")}
              table={<HeatTable heat={heat.data} />}
              fileAt={fileAddress("insights/heat-map", shown, i18n.language)}
            >
              <Grid heat={heat.data} onOpen={setOpen} />
            </ChartFrame>
          ) : (
            <Empty icon={<IconChartGridDots size={48} stroke={1.3} />} title={t("empty.title")} body={t("empty.body")} />
          )}
        </div>
      )}
      <CellDrawer
        cell={open}
        row={heat.data?.rows.find((row) => row.question_id === open?.questionId)}
        asked={shown}
        onClose={() => {
          setOpen(null);
        }}
      />
    </InsightsFrame>
  );
}

interface GridProps {
  heat: HeatMap;
  onOpen: (cell: Cell) => void;
}

/** The map: one stop for the keyboard, arrows move within, Enter shows the calls behind a field. */
function Grid({ heat, onOpen }: GridProps) {
  const { t, i18n } = useTranslation("insights");
  const textIn = useTexts();
  const shares = useShares();
  const figureText = useFigureText();
  const weekName = useWeekName();
  // Time runs from left to right in every language, so in Hebrew the newest week comes first.
  const weeks = i18n.language === "he" ? [...heat.weeks].reverse() : heat.weeks;
  const places = [null, ...weeks];
  const [at, setAt] = useState<[number, number]>([0, 0]);
  const [row, column] = [Math.min(at[0], heat.rows.length - 1), Math.min(at[1], places.length - 1)];
  const here = heat.rows[row];
  const known = heat.rows.flatMap((one) => one.cells.flatMap(({ figure }) => (isKnown(figure) ? [figure.value] : [])));
  const range = { low: Math.min(1, ...known), high: Math.max(0, ...known) };
  const cellOf = (of: HeatRow | undefined, week: string | null | undefined) =>
    week === null ? of?.whole : of?.cells.find((cell) => cell.week === week);
  const tell = (cell: HeatCell | null | undefined) =>
    cell ? t("heat.cell", { figure: figureText(cell.figure, shares), count: cell.not_applicable }) : t("heat.none");
  const nameOf = (week: string | null | undefined) => (week ? weekName(week) : t("heat.whole"));
  return (
    <>
      {/* The keys only move the focus among buttons that are there without them. */}
      {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div
        className={classes.scroll}
        onKeyDown={(event) => {
          move(event, i18n.language === "he", [row, column], [heat.rows.length, places.length]);
        }}
      >
        <table className={classes.heat}>
          <caption className={look.unseen}>{t("heat.keys")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("heat.question")}</th>
              {places.map((week) => (
                <th key={week ?? "whole"} scope="col">
                  {nameOf(week)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {heat.rows.map((one, rowAt) => (
              <Fragment key={one.question_id}>
                {textIn(one.section) !== textIn(heat.rows[rowAt - 1]?.section ?? { he: "", en: "" }) && (
                  <tr className={classes.section}>
                    <th scope="rowgroup" colSpan={places.length + 1}>
                      {textIn(one.section)}
                    </th>
                  </tr>
                )}
                <tr>
                  <th scope="row" dir="auto">
                    {textIn(one.text)}
                    {one.critical && ` · ${t("heat.critical")}`}
                  </th>
                  {places.map((week, columnAt) => {
                    const cell = cellOf(one, week);
                    const figure = cell?.figure;
                    return (
                      <td key={week ?? "whole"}>
                        <button
                          type="button"
                          className={classes.cell}
                          data-cell={`${rowAt}-${columnAt}`}
                          data-known={isKnown(figure) || undefined}
                          style={isKnown(figure) ? shade(figure.value, range) : undefined}
                          tabIndex={rowAt === row && columnAt === column ? 0 : -1}
                          aria-label={`${nameOf(week)}: ${tell(cell)}`}
                          onFocus={() => {
                            setAt([rowAt, columnAt]);
                          }}
                          onPointerEnter={() => {
                            setAt([rowAt, columnAt]);
                          }}
                          onClick={() => {
                            onOpen({ questionId: one.question_id, week });
                          }}
                        >
                          {isKnown(figure) ? (
                            <bdi>{shares.write(figure.value)}</bdi>
                          ) : (
                            <span className={classes.few}>{figure ? t("charts:n", { count: figure.count }) : "–"}</span>
                          )}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.readout} aria-hidden>
        {here && `${textIn(here.text)} · ${nameOf(places[column])} – ${tell(cellOf(here, places[column]))}`}
      </p>
    </>
  );
}

function HeatTable({ heat }: { heat: HeatMap }) {
  const { t } = useTranslation("insights");
  const textIn = useTexts();
  const shares = useShares();
  const figureText = useFigureText();
  const weekName = useWeekName();
  const lines = heat.rows.flatMap((row) =>
    row.cells.map((cell) => ({ row, cell, key: `${row.question_id}~${cell.week}` })),
  );
  return (
    <Table>
      <caption className={look.unseen}>{t("heat.note")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("heat.question")}</th>
          <th scope="col">{t("step.week")}</th>
          <th scope="col">{t("heat.share")}</th>
          <th scope="col">{t("heat.not_applicable")}</th>
          <th scope="col">{t("heat.undecided")}</th>
          <th scope="col">{t("heat.from_people")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ row, cell, key }) => (
          <tr key={key}>
            <th scope="row" dir="auto">
              {textIn(row.text)}
            </th>
            <td>{weekName(cell.week)}</td>
            <td>{figureText(cell.figure, shares)}</td>
            <td>{cell.not_applicable}</td>
            <td>{cell.undecided}</td>
            <td>{cell.from_people}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The Sunday that a week begins with. */
function useWeekName(): (iso: string) => string {
  const { i18n } = useTranslation();
  const form = new Intl.DateTimeFormat(localeOf(i18n.language), { day: "numeric", month: "numeric", timeZone: "UTC" });
  return (iso) => form.format(new Date(iso));
}

/** Arrows go where they point. */
function move(
  event: KeyboardEvent<HTMLDivElement>,
  rightToLeft: boolean,
  [row, column]: [number, number],
  [rows, columns]: [number, number],
): void {
  const ahead = rightToLeft ? -1 : 1;
  const steps: Record<string, [number, number]> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowRight: [0, ahead],
    ArrowLeft: [0, -ahead],
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const to = [clamp(row + step[0], rows), clamp(column + step[1], columns)].join("-");
  event.currentTarget.querySelector<HTMLElement>(`[data-cell="${to}"]`)?.focus();
}

function clamp(place: number, count: number): number {
  return Math.max(0, Math.min(count - 1, place));
}
