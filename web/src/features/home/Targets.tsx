import { Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { HomeTarget } from "../../api";
import { localeOf } from "../../i18n";
import { isKnown, type Point } from "../../ui/charts/figure";
import { FigureTable } from "../../ui/charts/FigureTable";
import { Spark } from "../../ui/charts/Spark";
import { TrendChart } from "../../ui/charts/TrendChart";
import { formatDay } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { useShares } from "../insights/measures";
import { SimulatedFigures } from "../simulated/SimulatedFigures";
import classes from "./Home.module.css";

/** One's own targets over the weeks; others are there as the middle half of them alone. */
export function Targets({ targets, simulated }: { targets: readonly HomeTarget[]; simulated: number }) {
  const { t } = useTranslation("home");
  if (targets.length === 0) return null;
  return (
    <section aria-labelledby="home-targets">
      <Title order={2} size="h4" id="home-targets" mb={4}>
        {t("targets.title")}
      </Title>
      <Text c="dimmed" mb="sm">
        {t("targets.lead")}
        {targets.some(({ band }) => band) && ` ${t("targets.band_why")}`}
      </Text>
      {simulated > 0 && (
        <div className={classes.ground}>
          <SimulatedFigures count={simulated} />
        </div>
      )}
      <ul className={classes.cards}>
        {targets.map((target) => (
          <TargetCard key={target.question_id} target={target} />
        ))}
      </ul>
    </section>
  );
}

function TargetCard({ target }: { target: HomeTarget }) {
  const { t, i18n } = useTranslation("home");
  const textIn = useTexts();
  const shares = useShares();
  const question = textIn(target.question);
  const points = target.steps.map(({ week, figure }): Point => ({ key: week, name: formatDay(week, i18n.language), figure }));
  const hasTrend = points.some(({ figure }) => isKnown(figure));
  return (
    <li className={look.card}>
      <Title order={3} size="h5">
        <span dir="auto">{question}</span>
      </Title>
      <Now target={target} hasTrend={hasTrend} />
      {hasTrend && <Spark points={points} reading={shares} level={target.aim} />}
      {target.band && (
        <Text size="sm">
          {t(`targets.band.${target.band.of}`, {
            low: shares.write(target.band.low),
            high: shares.write(target.band.high),
          })}
        </Text>
      )}
      {hasTrend && <Weeks question={question} points={points} aim={target.aim} />}
    </li>
  );
}

/** How often it is said now: a share with its interval, or in counts where these are few. */
function Now({ target, hasTrend }: { target: HomeTarget; hasTrend: boolean }) {
  const { t, i18n } = useTranslation("home");
  const shares = useShares();
  const form = new Intl.NumberFormat(localeOf(i18n.language), { maximumFractionDigits: 1 });
  const { now } = target;
  const aim = t("targets.aim", { aim: shares.write(target.aim) });
  if (!isKnown(now)) {
    if (now.count === 0) return <Text size="sm">{`${t("targets.none")} ${aim}.`}</Text>;
    return (
      <div>
        <div className={look.figure}>
          <bdi>{t("week.of", { done: form.format(target.said), owed: form.format(now.count) })}</bdi> <small>{aim}</small>
        </div>
        <Text size="sm" c="dimmed">
          {t(hasTrend ? "targets.too_few_now" : "targets.too_few")}
        </Text>
      </div>
    );
  }
  return (
    <div>
      <div className={look.figure}>
        <bdi>{shares.write(now.value)}</bdi> <small>{aim}</small>
      </div>
      <Text size="sm" c="dimmed">
        {t("targets.now", { count: now.count, low: shares.write(now.low), high: shares.write(now.high) })}
      </Text>
    </div>
  );
}

/** The same week by week: drawn with its axis, and as a table. Made when it is opened. */
function Weeks({ question, points, aim }: { question: string; points: Point[]; aim: number }) {
  const { t } = useTranslation("home");
  const shares = useShares();
  const [open, setOpen] = useState(false);
  return (
    <details
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        {t("targets.table")}
        <span className={look.unseen}>: {question}</span>
      </summary>
      {open && (
        <>
          <TrendChart
            label={t("targets.chart", { question })}
            lines={[{ name: question, look: "first", points }]}
            reading={shares}
            level={{ name: t("targets.aim", { aim: shares.write(aim) }), value: aim }}
          />
          <FigureTable head={t("targets.week")} caption={question} columns={[{ name: question, points, reading: shares }]} />
        </>
      )}
    </details>
  );
}
