import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Compared, Numbers, QuestionReplayed, Replay, Tally } from "../../api";
import { formatNumber } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import classes from "./Rubrics.module.css";

interface SheetProps {
  id: string;
  title: string;
  lead?: string;
  columns: string[];
  children: ReactNode;
}

function Sheet({ id, title, lead, columns, children }: SheetProps) {
  return (
    <section aria-labelledby={id}>
      <Title order={3} size="h4" id={id}>
        {title}
      </Title>
      {lead !== undefined && (
        <Text size="sm" c="dimmed">
          {lead}
        </Text>
      )}
      <div className={classes.sheet}>
        <table className={classes.table} aria-labelledby={id}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </section>
  );
}

/** The questions that the draft changes, adds or drops, and those that merely come out differently. */
export function QuestionsTable({ replay }: { replay: Replay }) {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  const touched = replay.questions.filter((question) => question.change !== "same" || question.flips > 0);
  if (touched.length === 0) return null;
  const unasked = touched.some((question) => question.change === "same");
  const lead = unasked ? `${t("report.questions_lead")} ${t("report.unasked")}` : t("report.questions_lead");
  const columns = [t("column.question"), t("column.change"), t("column.before"), t("column.after"), t("column.differ")];
  return (
    <Sheet id="replay-questions" title={t("report.questions")} lead={lead} columns={columns}>
      {touched.map((question) => (
        <tr key={`${question.question_id}-${question.change}`}>
          <th scope="row">
            <span dir="auto">{textIn(question.text)}</span>
          </th>
          <td>{changeOf(question)}</td>
          <td>
            <TallyCell tally={question.before} />
          </td>
          <td>
            <TallyCell tally={question.after} />
          </td>
          <td>{question.flips}</td>
        </tr>
      ))}
    </Sheet>
  );

  function changeOf(question: QuestionReplayed): string {
    const change = t(`change.${question.change}`);
    return question.was === null ? change : `${change} (${t("report.was", { id: question.was })})`;
  }
}

/** Yes, no, unsure, not applicable: each named, none left to the colour. */
function TallyCell({ tally }: { tally: Tally | null }) {
  const { t } = useTranslation("rubrics");
  if (tally === null) return "–";
  const said = (["yes", "no", "unsure", "not_applicable"] as const)
    .filter((outcome) => tally[outcome] > 0)
    .map((outcome) => `${t(`outcome.${outcome}`)} ${tally[outcome]}`);
  return said.length === 0 ? "–" : said.join(" · ");
}

export function AgentsTable({ replay }: { replay: Replay }) {
  const { t } = useTranslation("rubrics");
  if (replay.totals.calls === 0) return null;
  const columns = [t("column.agent"), t("column.calls"), t("column.percent"), t("column.passed"), t("column.open")];
  return (
    <Sheet id="replay-agents" title={t("report.agents")} lead={t("report.agents_lead")} columns={columns}>
      {replay.agents.map((agent) => (
        <tr key={agent.agent_id ?? ""}>
          <th scope="row">{agent.agent_name === null ? t("report.nobody") : <bdi>{agent.agent_name}</bdi>}</th>
          <Both compared={agent} />
        </tr>
      ))}
      <tr className={classes.total}>
        <th scope="row">{t("report.total")}</th>
        <Both compared={replay.totals} />
      </tr>
    </Sheet>
  );
}

function Both({ compared }: { compared: Compared }) {
  return (
    <>
      <td>{compared.calls}</td>
      <td>
        <Turn before={<Percent numbers={compared.before} />} after={<Percent numbers={compared.after} />} />
      </td>
      <td>
        <Turn before={compared.before?.passed ?? "–"} after={compared.after.passed} />
      </td>
      <td>
        <Turn before={compared.before?.open ?? "–"} after={compared.after.open} />
      </td>
    </>
  );
}

function Percent({ numbers }: { numbers: Numbers | null }) {
  const { i18n } = useTranslation();
  return numbers?.percent == null ? "–" : formatNumber(Math.round(numbers.percent * 10) / 10, i18n.language);
}

/** The calls that pass no longer, or now do. */
export function CallsTable({ replay }: { replay: Replay }) {
  const { t, i18n } = useTranslation("rubrics");
  const turned = replay.calls.filter((call) => call.passing_changed);
  if (turned.length === 0) return null;
  const columns = [t("column.call"), t("column.agent"), t("column.score"), t("column.passing")];
  const shown = (percent: number | null | undefined) =>
    percent == null ? "–" : formatNumber(Math.round(percent), i18n.language);
  return (
    <Sheet id="replay-calls" title={t("report.calls", { count: turned.length })} columns={columns}>
      {turned.map((call) => (
        <tr key={call.call_id}>
          <th scope="row">
            <Link to={`/calls/${call.call_id}`}>
              <bdi>{call.file_name}</bdi>
            </Link>
          </th>
          <td>{call.agent_name === null ? t("report.nobody") : <bdi>{call.agent_name}</bdi>}</td>
          <td>
            <Turn before={shown(call.before?.percent)} after={shown(call.after.percent)} />
          </td>
          <td>
            <Turn
              before={t(`passing.${String(call.before?.passed ?? null)}`)}
              after={t(`passing.${String(call.after.passed)}`)}
            />
          </td>
        </tr>
      ))}
    </Sheet>
  );
}

/** "Before → after"; read aloud as two words and not as an arrow. */
function Turn({ before, after }: { before: ReactNode; after: ReactNode }) {
  const { t, i18n } = useTranslation("rubrics");
  return (
    <span className={classes.nowrap}>
      <span className={look.unseen}>{t("report.before")}: </span>
      {before} <span aria-hidden>{i18n.language === "he" ? "←" : "→"}</span>{" "}
      <span className={look.unseen}>{t("report.after")}: </span>
      <strong>{after}</strong>
    </span>
  );
}
