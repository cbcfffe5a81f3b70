/** The mark of a question as it stands: the person's answer where there is one, else the machine's verdict. Pure. */
import type { Question, Verdict } from "../types";
import { answeredOutcome } from "./answers";

export function verdictOf(question: Question): Verdict {
  if (question.not_applicable === "system") return "not_applicable";
  if (question.answer === null) return question.suggestion?.verdict ?? "unsure";
  const outcome = answeredOutcome(question.answer);
  if (typeof outcome === "string") return "not_applicable";
  if (outcome.optionId === question.suggestion?.option_id) return question.suggestion.verdict;
  const chosen = question.options.find((option) => option.id === outcome.optionId);
  const best = Math.max(...question.options.map((option) => option.points));
  const good = chosen !== undefined && chosen.points > 0 && chosen.points * 2 >= best;
  return good ? "met" : "not_met";
}
