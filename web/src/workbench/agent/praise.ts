/** The order in which an agent reads feedback: what went well first. Pure. */
import type { Evaluation, Question } from "../types";
import { allQuestions } from "../rubric/answers";

export interface Feedback {
  /** Full marks, the weightiest first. */
  well: Question[];
  /** Counted, with something still to gain; the most to gain first. */
  next: Question[];
  /** Not counted in this call: no opportunity, or nobody decided. */
  rest: Question[];
}

export function feedbackOf(evaluation: Pick<Evaluation, "sections">): Feedback {
  const questions = allQuestions(evaluation);
  const counted = questions.filter((question) => question.points !== null && (question.points_possible ?? 0) > 0);
  const gap = (question: Question): number => (question.points_possible ?? 0) - (question.points ?? 0);
  const weight = (question: Question): number => (question.points_possible ?? 0) + (question.critical ? 0.5 : 0);
  return {
    well: counted.filter((question) => gap(question) <= 0).sort((a, b) => weight(b) - weight(a)),
    next: counted.filter((question) => gap(question) > 0).sort((a, b) => gap(b) - gap(a)),
    rest: questions.filter((question) => !counted.includes(question)),
  };
}
