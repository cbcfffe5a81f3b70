import { Select, Skeleton } from "@mantine/core";
import { IconChartLine } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { GroupOut, InsightsOut } from "../../api";
import { localeOf } from "../../i18n";
import { ChartFrame } from "../../ui/charts/ChartFrame";
import type { Point } from "../../ui/charts/figure";
import { FigureTable } from "../../ui/charts/FigureTable";
import { HourGrid } from "../../ui/charts/HourGrid";
import { RangePlot } from "../../ui/charts/RangePlot";
import { TrendChart } from "../../ui/charts/TrendChart";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDay } from "../../ui/format";
import { type Asked, useAsked } from "./asked";
import { Filters } from "./Filters";
import { GroundLine } from "./GroundLine";
import classes from "./Insights.module.css";
import { InsightsFrame } from "./InsightsPage";
import { type Measure, MEASURES, useReading } from "./measures";
import { fileAddress, useInsights } from "./queries";
import { useShiftName } from "./useShiftName";

/** Scores, tone and conduct over time, and by whom, when and for what. */
export function OverviewPage() {
  const [asked] = useAsked();
  const found = useInsights(asked);
  return (
    <InsightsFrame part="overview">
      <Filters ground={found.data?.ground} />
      {found.isPending && <Skeleton height={320} radius="lg" />}
      {found.isError && !found.data && (
        <Failure
          problem={found.error}
          onRetry={() => {
            void found.refetch();
          }}
        />
      )}
      {found.data && (
        <div className={classes.stack} aria-busy={found.isPlaceholderData}>
          <GroundLine ground={found.data.ground} peopleOnly={asked.people_only ?? false} />
          <Charts found={found.data} asked={asked} />
        </div>
      )}
    </InsightsFrame>
  );
}

function Charts({ found, asked }: { found: InsightsOut; asked: Asked }) {
  const { t } = useTranslation("insights");
  if (found.ground.calls === 0)
    return <Empty icon={<IconChartLine size={48} stroke={1.3} />} title={t("empty.title")} body={t("empty.body")} />;
  return (
    <>
      <div className={classes.pair}>
        <Trend found={found} asked={asked} name="score" measures={["score"]} />
        <Trend found={found} asked={asked} name="tone" measures={["tone_start", "tone_end"]} />
        <Trend found={found} asked={asked} name="handle_time" measures={["handle_time"]} />
        <Trend found={found} asked={asked} name="dead_air" measures={["dead_air"]} />
        <Trend found={found} asked={asked} name="talk_share" measures={["talk_share"]} />
      </div>
      <Groups found={found} asked={asked} />
      <Hours found={found} asked={asked} />
    </>
  );
}

interface ChartProps {
  found: InsightsOut;
  asked: Asked;
}

function Trend({ found, asked, name, measures }: ChartProps & { name: string; measures: readonly Measure[] }) {
  const { t, i18n } = useTranslation("insights");
  const reading = useReading();
  const day = useDay();
  const groups = found.groups.filter((group) => group.kind === "week");
  const points = (measure: Measure) =>
    groups.flatMap(({ key, figures }): Point[] => {
      const figure = figures[measure];
      return figure ? [{ key, name: day(key), figure }] : [];
    });
  const [first = "score"] = measures;
  const columns = measures.map((measure) => ({
    name: t(`measure.${measure}`),
    points: points(measure),
    reading: reading(measure),
  }));
  return (
    <ChartFrame
      title={t(`trend.${name}.title`)}
      note={t(`trend.${name}.note`)}
      table={<FigureTable head={t(`step.${found.step}`)} caption={t(`trend.${name}.title`)} columns={columns} />}
      fileAt={fileAddress("insights/figures", asked, i18n.language, [
        ["by", "week"],
        ...measures.map((measure): [string, string] => ["measure", measure]),
      ])}
    >
      <TrendChart
        label={t("trend.label", { title: t(`trend.${name}.title`) })}
        lines={columns.map((column, place) => ({
          name: column.name,
          look: place === 0 ? "first" : "second",
          points: column.points,
        }))}
        reading={reading(first)}
      />
    </ChartFrame>
  );
}

const KINDS = ["agent", "team", "shift", "queue", "language"] as const;
type Kind = (typeof KINDS)[number];

/** What the two lower charts show, kept in the address. */
function useChoice(): { measure: Measure; by: Kind; choose: (name: "measure" | "by", value: string | null) => void } {
  const [parameters, setParameters] = useSearchParams();
  return {
    measure: MEASURES.find((one) => one === parameters.get("measure")) ?? "score",
    by: KINDS.find((one) => one === parameters.get("by")) ?? "agent",
    choose: (name, value) => {
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === null) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      );
    },
  };
}

function Groups({ found, asked }: ChartProps) {
  const { t, i18n } = useTranslation("insights");
  const reading = useReading();
  const { measure, by, choose } = useChoice();
  const name = useGroupName(found);
  const points = found.groups
    .filter((group) => group.kind === by)
    .flatMap((group): Point[] => {
      const figure = group.figures[measure];
      return figure ? [{ key: group.key, name: name(group), figure }] : [];
    });
  const title = t("groups.title", { measure: t(`measure.${measure}`), by: t(`groups.by.${by}`) });
  const columns = [{ name: t(`measure.${measure}`), points, reading: reading(measure) }];
  return (
    <ChartFrame
      title={title}
      note={t("groups.note")}
      table={<FigureTable head={t(`groups.head.${by}`)} caption={title} columns={columns} />}
      fileAt={fileAddress("insights/figures", asked, i18n.language, [
        ["by", by],
        ["measure", measure],
      ])}
      controls={
        <div className={classes.row}>
          <Select
            label={t("choose.measure")}
            data={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
            value={measure}
            onChange={(value) => {
              choose("measure", value);
            }}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
          <Select
            label={t("choose.by")}
            data={KINDS.map((value) => ({ value, label: t(`groups.head.${value}`) }))}
            value={by}
            onChange={(value) => {
              choose("by", value);
            }}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
          />
        </div>
      }
    >
      <RangePlot label={title} points={points} reading={reading(measure)} whole={found.whole[measure]} />
    </ChartFrame>
  );
}

function Hours({ found, asked }: ChartProps) {
  const { t, i18n } = useTranslation("insights");
  const reading = useReading();
  const { measure } = useChoice();
  const days = useDays();
  const figures = new Map(
    found.groups.flatMap(({ kind, key, figures: own }) => {
      const figure = own[measure];
      return kind === "hour" && figure ? [[key, figure] as const] : [];
    }),
  );
  const points = [...figures].map(([key, figure]): Point => {
    const [weekday = 0, hour = 0] = key.split("-").map(Number);
    return { key, name: `${days[weekday] ?? ""} ${String(hour).padStart(2, "0")}:00`, figure };
  });
  const title = t("hours.title", { measure: t(`measure.${measure}`) });
  return (
    <ChartFrame
      title={title}
      note={t("hours.note")}
      table={
        <FigureTable
          head={t("hours.head")}
          caption={title}
          columns={[{ name: t(`measure.${measure}`), points, reading: reading(measure) }]}
        />
      }
      fileAt={fileAddress("insights/figures", asked, i18n.language, [
        ["by", "hour"],
        ["measure", measure],
      ])}
    >
      <HourGrid label={title} days={days} figures={figures} reading={reading(measure)} />
    </ChartFrame>
  );
}

/** How a group is called. */
function useGroupName(found: InsightsOut): (group: GroupOut) => string {
  const { t } = useTranslation("insights");
  const shiftName = useShiftName();
  return ({ kind, key, name }) => {
    if (kind === "shift") {
      const shift = found.ground.shifts.find((one) => one.name === key);
      return shift ? shiftName(shift) : key;
    }
    if (kind === "language" && (key === "he" || key === "en")) return t(`calls:language.${key}`);
    return name ?? t("groups.nobody");
  };
}

/** "13 Sep": a day without its year, which the filters say. */
function useDay(): (iso: string) => string {
  const { i18n } = useTranslation();
  return (iso) => formatDay(iso, i18n.language);
}

/** The days of the week, Sunday first. */
function useDays(): string[] {
  const { i18n } = useTranslation();
  const form = new Intl.DateTimeFormat(localeOf(i18n.language), { weekday: "short", timeZone: "UTC" });
  // 4 January 1970 was a Sunday.
  return Array.from({ length: 7 }, (_, day) => form.format(new Date(Date.UTC(1970, 0, 4 + day))));
}
