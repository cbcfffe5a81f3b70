import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { BesideOut, BothOut, SaidOut } from "../../api";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { Moment } from "../calls/Moment";
import classes from "./SelfEvaluation.module.css";

interface BesideProps {
  beside: BesideOut;
  /** Where the moment of an answer can be heard; null: it is heard on this very page. */
  momentAt: ((ms: number) => string) | null;
  /** Whose words "I" are: the agent reads it as "me" and "the reviewer", the others as names. */
  forAgent?: boolean;
}

/** Both sides beside each other: what was seen differently first. It is something to talk about, and no score. */
export function Beside({ beside, momentAt, forAgent = false }: BesideProps) {
  const { t } = useTranslation("selfevaluation");
  const different = beside.questions.filter((row) => row.same === false);
  const alike = beside.questions.filter((row) => row.same === true);
  const open = beside.questions.filter((row) => row.same === null);
  const names = {
    agent: forAgent ? t("side.me") : (beside.agent_name ?? t("side.agent")),
    reviewer: t("side.reviewer"),
    machine: t("side.machine"),
  };
  const rows = { momentAt, names };
  return (
    <section aria-labelledby="beside" className={classes.beside}>
      <Title order={2} size="h4" id="beside">
        {different.length > 0 ? t("different", { count: different.length }) : t("all_alike")}
      </Title>
      <Text c="dimmed" size="sm">
        {t("alike_share", { same: beside.same, compared: beside.compared, percent: Math.round(beside.percent ?? 0) })}{" "}
        {beside.before_feedback === false && t("after_feedback")}
      </Text>
      {beside.words !== null && beside.words !== "" && (
        <blockquote className={classes.words}>
          <Text size="sm" c="dimmed">
            {names.agent}
          </Text>
          <span dir="auto">{beside.words}</span>
        </blockquote>
      )}
      <Rows rows={different} {...rows} />
      {alike.length > 0 && (
        <details className={classes.more}>
          <summary>{t("alike", { count: alike.length })}</summary>
          <Rows rows={alike} {...rows} />
        </details>
      )}
      {open.length > 0 && (
        <details className={classes.more}>
          <summary>{t("left_open", { count: open.length })}</summary>
          <Rows rows={open} {...rows} />
        </details>
      )}
    </section>
  );
}

interface RowsProps {
  rows: BothOut[];
  momentAt: BesideProps["momentAt"];
  names: Record<SaidOut["by"], string>;
}

function Rows({ rows, momentAt, names }: RowsProps) {
  const { t } = useTranslation("selfevaluation");
  const textIn = useTexts();
  return (
    <ul className={look.column}>
      {rows.map((row) => (
        <li key={row.question_id} className={classes.row}>
          <strong dir="auto">{textIn(row.text)}</strong>
          <div className={classes.sides}>
            <Side said={row.agent} name={names.agent} side="agent" />
            <Side said={row.reviewer} name={row.reviewer ? names[row.reviewer.by] : names.reviewer} side="reviewer" />
          </div>
          {row.moment && momentAt && (
            <a href={momentAt(row.moment.start_ms)} className={classes.moment}>
              {t(typeof row.moment.message === "number" ? "read" : "hear")}{" "}
              <Moment ms={row.moment.start_ms} message={row.moment.message} />
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

function Side({ said, name, side }: { said: SaidOut | null; name: string; side: "agent" | "reviewer" }) {
  const { t } = useTranslation("selfevaluation");
  const textIn = useTexts();
  return (
    <div className={classes.side} data-side={side}>
      <Text size="sm" c="dimmed">
        <bdi>{name}</bdi>
      </Text>
      <span dir="auto">
        {said === null ? t("no_answer") : said.option ? textIn(said.option) : t("not_applicable")}
      </span>
      {said?.words && (
        <Text size="sm" dir="auto">
          {said.words}
        </Text>
      )}
    </div>
  );
}
