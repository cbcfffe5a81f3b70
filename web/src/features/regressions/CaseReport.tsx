import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CaseResult, RunOut } from "../../api";
import { formatDate, isolated } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import { VerdictMark } from "../../workbench/rubric/VerdictMark";
import { useNamed } from "../../workbench/sealed/marks";
import { Moment } from "../calls/Moment";
import classes from "./Regressions.module.css";

const WORST_FIRST = ["breaks", "unsure", "cannot_ask", "passes"] as const;
const MARKS = { passes: "met", breaks: "not_met", unsure: "unsure", cannot_ask: "not_applicable" } as const;

/** What came of each case: those that break first, each with the moment that the machine went by. */
export function CaseReport({ run }: { run: RunOut }) {
  const { t } = useTranslation("cases");
  if (run.totals === null || run.results.length === 0) return null;
  const { totals } = run;
  return (
    <section className={classes.report} aria-labelledby="cases-report">
      <Title order={2} size="h3" id="cases-report">
        {totals.breaks > 0 ? t("report.broken", { count: totals.breaks }) : t("report.sound")}
      </Title>
      {run.results.length > totals.breaks && <Text c="dimmed">
        {WORST_FIRST.filter((outcome) => totals[outcome] > 0)
          .map((outcome) => t(`report.${outcome}`, { count: totals[outcome] }))
          .join(" · ")}
      </Text>}
      {WORST_FIRST.map((outcome) => {
        const results = run.results.filter((result) => result.outcome === outcome);
        if (results.length === 0) return null;
        const list = (
          <ul className={classes.results}>
            {results.map((result) => (
              <Result key={result.case_id} result={result} />
            ))}
          </ul>
        );
        // What passes is not what somebody came to read.
        return outcome === "passes" ? (
          <details key={outcome} className={classes.passing}>
            <summary>{t("report.show_passing", { count: results.length })}</summary>
            {list}
          </details>
        ) : (
          <div key={outcome}>{list}</div>
        );
      })}
    </section>
  );
}

function Result({ result }: { result: CaseResult }) {
  const { t, i18n } = useTranslation("cases");
  const textIn = useTexts();
  const named = useNamed();
  const moment = result.now?.evidence[0];
  return (
    <li className={classes.result}>
      <div className={classes.resultHead}>
        <VerdictMark verdict={MARKS[result.outcome]} by="machine" />
        <strong dir="auto">{textIn(result.text)}</strong>
        {result.before === "breaks" && result.outcome === "breaks" && (
          <Text span size="sm" c="dimmed">
            {t("report.broken_before")}
          </Text>
        )}
        {result.before === "breaks" && result.outcome === "passes" && (
          <Text span size="sm" c="dimmed">
            {t("report.mended")}
          </Text>
        )}
      </div>
      <dl className={classes.facts}>
        <dt>{t("right")}</dt>
        <dd dir="auto">{result.right.option ? textIn(result.right.option) : t("not_applicable")}</dd>
        <dt>{t("machine_now")}</dt>
        <dd dir="auto">
          {result.cannot !== null
            ? t(`cannot.${result.cannot}`)
            : result.now?.option
              ? textIn(result.now.option)
              : t(`now.${result.now?.outcome ?? "unsure"}`)}
        </dd>
      </dl>
      {moment && moment.text !== "" && (
        <blockquote data-speaker={moment.speaker} className={classes.quote}>
          <bdi>{named(moment.text)}</bdi>
        </blockquote>
      )}
      {result.now?.why && (
        <Text size="sm" c="dimmed" dir="auto">
          {textIn(result.now.why)}
        </Text>
      )}
      {result.why !== null && (
        <Text size="sm" dir="auto">
          {t("why")} <bdi>{result.why}</bdi>
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {result.call_id !== null && (
          <>
            <Link to={`/calls/${result.call_id}${moment ? `?t=${moment.start_ms}` : ""}`}>
              <bdi>{result.file_name}</bdi>
              {moment && (
                <>
                  {" · "}
                  <Moment ms={moment.start_ms} message={moment.message} />
                </>
              )}
            </Link>
            {" · "}
          </>
        )}
        {t("decided", { name: isolated(result.decided_by ?? ""), date: formatDate(result.decided_at, i18n.language) })}
      </Text>
    </li>
  );
}
