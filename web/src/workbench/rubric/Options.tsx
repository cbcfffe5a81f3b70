import { useTranslation } from "react-i18next";

import { useTexts } from "../language";
import type { AnswerIn, Option, Question } from "../types";
import { answeredOutcome, sameOutcome, suggestedOutcome, type Outcome } from "./answers";
import styles from "./Question.module.css";

interface OptionsProps {
  question: Question;
  /** What the person is about to answer and still owes a reason for. */
  drafted: AnswerIn | null;
  onChoose: (answer: AnswerIn) => void;
}

/** The answers a person can give. A person's is filled; what the machine would choose is dashed. */
export function Options({ question, drafted, onChoose }: OptionsProps) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  const chosen = answeredOutcome(drafted ?? question.answer);
  const suggested = suggestedOutcome(question.suggestion);
  const option = (outcome: Outcome, label: string, key: string, answer: AnswerIn, autoFail: Option["auto_fail"] = null) => (
    <button
      key={key}
      type="button"
      className={styles.option}
      aria-pressed={sameOutcome(chosen, outcome)}
      data-drafted={drafted !== null || undefined}
      data-suggested={sameOutcome(suggested, outcome) || undefined}
      data-auto-fail={autoFail !== null || undefined}
      onClick={() => {
        onChoose(answer);
      }}
    >
      <kbd className={styles.key} aria-hidden="true">
        {key}
      </kbd>
      <span dir="auto">{label}</span>
      {autoFail !== null && <span className={styles.fails}>{t(`answer.auto_fail.${autoFail}`)}</span>}
    </button>
  );
  return (
    <div className={styles.options} role="group" aria-label={t("answer.options")}>
      {question.options.map((one, place) =>
        option({ optionId: one.id }, textIn(one.label), String(place + 1), { option_id: one.id, not_applicable: false }, one.auto_fail),
      )}
      {option("not_applicable", t("verdict.not_applicable"), "0", { option_id: null, not_applicable: true })}
    </div>
  );
}
