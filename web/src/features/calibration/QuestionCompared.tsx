import { Badge, Title } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { CellOut, ComparedQuestion, ComparisonOut, QuestionAgreement, TrustOut } from "../../api";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import classes from "./Calibration.module.css";
import { Coefficients } from "./Coefficients";
import { Discussion } from "./Discussion";
import { apartIn, sentencesOf } from "./plain";
import { ReferenceCell } from "./ReferenceCell";
import { TrustBox } from "./TrustBox";
import { answered, useFigures } from "./words";

interface QuestionComparedProps {
  comparison: ComparisonOut;
  question: ComparedQuestion;
  cells: CellOut[];
  agreement: QuestionAgreement | undefined;
  trust: TrustOut | undefined;
}

/** One question: who answered what in which call, how far that agrees, and what is settled. */
export function QuestionCompared({ comparison, question, cells, agreement, trust }: QuestionComparedProps) {
  const { t } = useTranslation("calibration");
  const textIn = useTexts();
  const { say } = useFigures();
  const heading = `compared-${question.id}`;
  const apart = apartIn(cells);
  return (
    <section className={classes.question} aria-labelledby={heading}>
      {/* What people agree on is folded; what they differ on, or what waits for a decision, lies open. */}
      <details open={apart > 0 || trust?.moves != null}>
        <summary className={classes.questionHead}>
          <Title order={3} size="h5" id={heading} dir="auto">
            {textIn(question.text)}
          </Title>
          <Badge variant={apart > 0 ? "light" : "outline"} color="gray" tt="none" fw={550}>
            {apart > 0 ? t("apart", { apart, calls: cells.length }) : t("together")}
          </Badge>
        </summary>
        <div className={classes.parts}>
      {agreement && <p className={classes.plain}>{sentencesOf(agreement.among).map(say).join(" ")}</p>}
      <Answers comparison={comparison} question={question} cells={cells} />
      {agreement && (
        <details className={classes.more}>
          <summary>{t("figures.people")}</summary>
          <Coefficients
            measures={agreement.among}
            question={question}
            title={t("figures.people_of", { question: textIn(question.text) })}
          />
        </details>
      )}
      {agreement && <MachineAgainst question={question} agreement={agreement} />}
      {trust && <TrustBox session={comparison.session} question={question} trust={trust} />}
      <Discussion comparison={comparison} question={question} />
        </div>
      </details>
    </section>
  );
}

/** Calls down, raters across; the machine and what is settled stand at the end. */
function Answers({ comparison, question, cells }: Pick<QuestionComparedProps, "comparison" | "question" | "cells">) {
  const { t } = useTranslation("calibration");
  const textIn = useTexts();
  const { session } = comparison;
  return (
    <div className={classes.sheet}>
      <table className={classes.table}>
        <caption className={look.unseen}>{t("table_of", { question: textIn(question.text) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("column.call")}</th>
            {session.participants.map((one) => (
              <th key={one.person_id} scope="col">
                <bdi>{one.name}</bdi>
              </th>
            ))}
            <th scope="col">{t("column.machine")}</th>
            <th scope="col">{t("column.reference")}</th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <AnswerRow key={cell.call_id} comparison={comparison} question={question} cell={cell} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AnswerRow({ comparison, question, cell }: { comparison: ComparisonOut; question: ComparedQuestion; cell: CellOut }) {
  const { t } = useTranslation("calibration");
  const { answer } = useFigures();
  const call = comparison.session.calls.find((one) => one.call_id === cell.call_id);
  const href = `/calls/${cell.call_id}`;
  return (
    <tr data-apart={cell.apart > 1 || undefined}>
      <th scope="row">
        <a href={href} className={classes.call}>
          <bdi>{call?.agent_name ?? call?.file_name}</bdi>
        </a>
        {cell.apart > 1 && <span className={classes.apart}>{t("row_apart")}</span>}
      </th>
      {comparison.session.participants.map(({ person_id }) => {
        const rating = cell.ratings.find((one) => one.person_id === person_id);
        return (
          <td key={person_id}>
            <bdi>{answer(question, answered(rating))}</bdi>
            {rating?.note && (
              <span className={classes.noted} dir="auto">
                {rating.note}
              </span>
            )}
          </td>
        );
      })}
      <td>
        <MachineCell cell={cell} question={question} />
      </td>
      <td>
        <ReferenceCell session={comparison.session} question={question} cell={cell} />
      </td>
    </tr>
  );
}

/** The machine's answer never looks like a person's. */
function MachineCell({ cell, question }: { cell: CellOut; question: ComparedQuestion }) {
  const { t } = useTranslation("calibration");
  const { answer } = useFigures();
  const { machine } = cell;
  if (machine === null) return "–";
  const said = machine.verdict === "not_applicable" ? t("answer.not_applicable") : answer(question, machine.option_id);
  return (
    <span className={classes.machine}>
      <IconSparkles size={14} stroke={1.7} aria-hidden />
      <bdi>{machine.option_id === null && machine.verdict !== "not_applicable" ? t("answer.unsure") : said}</bdi>
    </span>
  );
}

/** How often the machine said what was settled, altogether and by what it should have said. */
function MachineAgainst({ question, agreement }: { question: ComparedQuestion; agreement: QuestionAgreement }) {
  const { t } = useTranslation("calibration");
  const textIn = useTexts();
  const { percent, answer } = useFigures();
  const { agreement: share, by_answer, units } = agreement.machine;
  if (units === 0) return <p className={classes.plain}>{t("machine.no_reference")}</p>;
  if (share.low === null || share.high === null) return <p className={classes.plain}>{t("machine.silent")}</p>;
  return (
    <>
      <p className={classes.plain}>
        {t("machine.right", { agreed: share.agreed, of: share.of, low: percent(share.low), high: percent(share.high) })}{" "}
        {by_answer
          .filter((one) => one.share.of > 0)
          .map((one) =>
            t("machine.by_answer", {
              answer: answer(question, one.answer),
              agreed: one.share.agreed,
              of: one.share.of,
            }),
          )
          .join(" · ")}
      </p>
      <details className={classes.more}>
        <summary>{t("figures.machine")}</summary>
        <Coefficients
          measures={agreement.machine_measures}
          question={question}
          title={t("figures.machine_of", { question: textIn(question.text) })}
        />
      </details>
    </>
  );
}
