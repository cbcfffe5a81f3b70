import { UnstyledButton } from "@mantine/core";
import { IconArrowBackUp, IconBook2, IconMessagePlus, IconUserCheck } from "@tabler/icons-react";
import { memo, useId } from "react";
import { useTranslation } from "react-i18next";

import { QuestionComments } from "../comments/QuestionComments";
import { useTexts } from "../language";
import type { AnswerIn, Evidence, Question } from "../types";
import { acceptance, isWaiting } from "./answers";
import { Options } from "./Options";
import styles from "./Question.module.css";
import { useQuestionExtras } from "./questionExtras";
import { ReasonForm } from "./ReasonForm";
import { SuggestionNote } from "./SuggestionNote";
import { VerdictMark } from "./VerdictMark";
import { verdictOf } from "./verdict";

/** What may be done with a question. */
export interface QuestionActs {
  onPlay: (evidence: Evidence) => void;
  onChoose: (question: Question, answer: AnswerIn) => void;
  onReason: (reason: string) => void;
  onCancel: () => void;
  onClear: (question: Question) => void;
  /** Where words about an answer are wanted though it differs from nothing. */
  onNote: ((question: Question) => void) | undefined;
}

interface QuestionCardProps {
  question: Question;
  number: number;
  focused: boolean;
  editable: boolean;
  /** The answer that waits for its reason, if it is this question's. */
  drafted: AnswerIn | null;
  acts: QuestionActs;
}

export const QuestionCard = memo(function QuestionCard({ question, number, focused, editable, drafted, acts }: QuestionCardProps) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  const heading = useId();
  const waiting = isWaiting(question);
  const extras = useQuestionExtras(question);
  const accepted = editable && question.answer === null && drafted === null && question.asked !== false ? acceptance(question) : null;
  return (
    <article
      className={styles.card}
      id={`question-${question.id}`}
      tabIndex={-1}
      aria-labelledby={heading}
      aria-current={focused || undefined}
      data-waiting={waiting || undefined}
      data-question={question.id}
    >
      <header className={styles.head}>
        <VerdictMark verdict={verdictOf(question)} by={question.answer ? "person" : "machine"} />
        <h4 className={styles.text} id={heading} dir="auto">
          <bdi className={styles.number}>{number}</bdi> {textIn(question.text)}
        </h4>
        <span className={styles.badges}>
          {waiting && <span className={styles.waiting}>{t("question.waiting")}</span>}
          {question.critical && <span className={styles.critical}>{t("question.critical")}</span>}
          <Points question={question} />
        </span>
      </header>
      {question.condition !== null && (
        <p className={styles.condition} dir="auto">
          {textIn(question.condition)}
        </p>
      )}
      {question.suggestion && question.asked !== false && (
        <SuggestionNote
          question={question}
          suggestion={question.suggestion}
          onPlay={acts.onPlay}
          onAccept={
            accepted
              ? () => {
                  acts.onChoose(question, accepted);
                }
              : undefined
          }
        />
      )}
      <div className={styles.foot}>
        {editable && (
          <Options
            question={question}
            drafted={drafted}
            onChoose={(answer) => {
              acts.onChoose(question, answer);
            }}
          />
        )}
        <QuestionComments questionId={question.id} />
        {extras}
      </div>
      {question.guide && (
        <p className={styles.guide} dir="auto">
          <IconBook2 size={15} stroke={1.7} aria-label={t("question.guide")} role="img" /> {textIn(question.guide)}
        </p>
      )}
      {drafted && <ReasonForm label={acts.onNote && t("answer.note_label")} onSave={acts.onReason} onCancel={acts.onCancel} />}
      {question.answer && !drafted && <PersonAnswer question={question} editable={editable} acts={acts} />}
    </article>
  );
});

function Points({ question }: { question: Question }) {
  const { t } = useTranslation("workbench");
  if (question.points_possible === null) return null;
  return (
    <span className={styles.points}>
      {question.points === null ? (
        t("question.points_possible", { possible: question.points_possible })
      ) : (
        <bdi>{t("question.points", { points: question.points, possible: question.points_possible })}</bdi>
      )}
    </span>
  );
}

function PersonAnswer({ question, editable, acts }: Pick<QuestionCardProps, "question" | "editable" | "acts">) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  const { answer } = question;
  if (!answer) return null;
  const option = question.options.find((one) => one.id === answer.option_id);
  const value = option ? textIn(option.label) : t("verdict.not_applicable");
  return (
    <div className={styles.person}>
      <IconUserCheck size={16} stroke={1.8} aria-hidden />
      <span className={styles.personText}>
        <bdi>{answer.person_name || t("answer.you")}</bdi>: <strong>{value}</strong>
        {answer.confirmed && <span className={styles.given}>{t("answer.confirmed")}</span>}
        {answer.reason && (
          <span className={styles.given} dir="auto">
            {answer.reason}
          </span>
        )}
      </span>
      {editable && acts.onNote && (
        <UnstyledButton
          className={styles.quiet}
          onClick={() => {
            acts.onNote?.(question);
          }}
        >
          <IconMessagePlus size={15} stroke={1.8} aria-hidden />
          {t("answer.note")}
        </UnstyledButton>
      )}
      {editable && (
        <UnstyledButton
          className={styles.quiet}
          onClick={() => {
            acts.onClear(question);
          }}
        >
          <IconArrowBackUp size={15} stroke={1.8} aria-hidden />
          {t("answer.undo")}
        </UnstyledButton>
      )}
    </div>
  );
}
