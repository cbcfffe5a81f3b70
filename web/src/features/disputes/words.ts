import { useTranslation } from "react-i18next";

import type { QuestionOut, StoodOut } from "../../api";
import { useTexts } from "../../workbench/language";

/** An answer as one chooses it: an option of the question, or that it does not apply. */
export interface Picked {
  option_id: string | null;
  not_applicable: boolean;
}

/** Answers in the words of the rubric. */
export function useAnswers() {
  const { t } = useTranslation("disputes");
  const textIn = useTexts();
  return {
    stood: (answer: StoodOut | null): string => {
      if (answer === null) return t("answer.none");
      return answer.label === null ? t("answer.not_applicable") : textIn(answer.label);
    },
    picked: (question: QuestionOut, answer: Picked): string => {
      const option = question.options.find((one) => one.id === answer.option_id);
      return option ? textIn(option.label) : t("answer.not_applicable");
    },
  };
}

/** What can be chosen in place of the answer that stands. */
export function otherAnswers(question: QuestionOut): Picked[] {
  const stands = question.answer ?? question.suggestion;
  const all: Picked[] = [
    ...question.options.map((option) => ({ option_id: option.id, not_applicable: false })),
    { option_id: null, not_applicable: true },
  ];
  // What the system alone leaves out, a person may still say: it is another answer.
  const inapplicable = question.answer?.not_applicable === true;
  return all.filter((one) => (one.not_applicable ? !inapplicable : one.option_id !== stands?.option_id));
}

export function keyOf(answer: Picked): string {
  return answer.option_id ?? "";
}
