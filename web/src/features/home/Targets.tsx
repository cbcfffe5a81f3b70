import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { HomeTarget } from "../../api";
import { localeOf } from "../../i18n";
import { isKnown, type Point } from "../../ui/charts/figure";
import { FigureTable } from "../../ui/charts/FigureTable";
import { TrendChart } from "../../ui/charts/TrendChart";
import { formatDay } from "../../ui/format";

import { useTexts } from "../../workbench/language";
import { useShares } from "../insights/measures";
import classes from "./Home.module.css";

/** One's own targets over the weeks; others are there as the middle half of a team alone. */
export function Targets({ targets }: { targets: readonly HomeTarget[] }) {
  const { t } = useTranslation("home");
  if (targets.length === 0) return null;
  return (
    <section aria-labelledby="home-targets">
      <Title order={2} size="h4" id="home-targets" mb={4}>
        {t("targets.title")}
      </Title>
      <Text c="dimmed" mb="sm">
        {t("targets.lead")}
      </Text>
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
  const form = new Intl.NumberFormat(localeOf(i18n.language), { maximumFractionDigits: 1 });
  const points = target.steps.map(({ week, figure }): Point => ({ key: week, name: formatDay(week, i18n.language), figure }));
  return (
    <li className={classes.card}>
      <Title order={3} size="h5">
        <span dir="auto">{question}</span>
      </Title>
      <ul className={classes.facts}>
        <li>
          {isKnown(target.now)
            ? t("targets.now", { share: shares.write(target.now.value), count: target.now.count })
            : t(target.now.count === 0 ? "targets.none" : "targets.too_few", {
                said: form.format(target.said),
                count: target.now.count,
              })}
        </li>
        <li>{t("targets.aim", { aim: shares.write(target.aim) })}</li>
        {target.band && (
          <li>{t("targets.band", { low: shares.write(target.band.low), high: shares.write(target.band.high) })}</li>
        )}
      </ul>
      {points.some(({ figure }) => isKnown(figure)) && (
        <>
          <TrendChart
            label={t("targets.chart", { question })}
            lines={[{ name: question, look: "first", points }]}
            reading={shares}
          />
          <details>
            <summary>{t("targets.table")}</summary>
            <FigureTable head={t("targets.week")} caption={question} columns={[{ name: question, points, reading: shares }]} />
          </details>
        </>
      )}
    </li>
  );
}
