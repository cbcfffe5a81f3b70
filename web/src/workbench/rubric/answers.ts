/** What answering means for an evaluation, before the server has said so. Pure. */
import type { AnswerIn, Evaluation, Question, Suggestion } from "../types";

/** One thing that a person did and that the server still has to hear of. */
export type Change =
  | { kind: "answer"; questionId: string; answer: AnswerIn }
  | { kind: "clear"; questionId: string }
  | { kind: "summary"; summary: string }
  | { kind: "submit" }
  | { kind: "publish" };

/** Two changes with the same target: only the later one needs to be sent. */
export function targetOf(change: Change): string {
  return "questionId" in change ? `question:${change.questionId}` : change.kind;
}

/** What a person's answer or the machine's suggestion comes to: an option, "not applicable", or undecided. */
export type Outcome = { optionId: string } | "not_applicable" | "undecided";

export function suggestedOutcome(suggestion: Suggestion | null): Outcome {
  if (suggestion === null) return "undecided";
  if (suggestion.option_id !== null) return { optionId: suggestion.option_id };
  return suggestion.verdict === "not_applicable" ? "not_applicable" : "undecided";
}

export function answeredOutcome(answer: AnswerIn | null): Outcome {
  if (answer === null) return "undecided";
  if (answer.not_applicable) return "not_applicable";
  return answer.option_id ? { optionId: answer.option_id } : "undecided";
}

export function sameOutcome(left: Outcome, right: Outcome): boolean {
  if (typeof left === "string" || typeof right === "string") return left === right;
  return left.optionId === right.optionId;
}

/** A reason is owed to the machine's view only where it had one and the person says otherwise. */
export function owesReason(question: Question, answer: AnswerIn): boolean {
  const suggested = suggestedOutcome(question.suggestion);
  return suggested !== "undecided" && !sameOutcome(suggested, answeredOutcome(answer));
}

/** Answering the same as the machine, or null where it suggests nothing that could be taken over. */
export function acceptance(question: Question): AnswerIn | null {
  const suggested = suggestedOutcome(question.suggestion);
  if (suggested === "undecided") return null;
  if (suggested === "not_applicable") return { option_id: null, not_applicable: true };
  return { option_id: suggested.optionId, not_applicable: false };
}

/** Whether a question waits for a person because neither a person nor the machine has decided it. */
export function isWaiting(question: Question): boolean {
  return question.decided_by === "nobody";
}

/** Whether the machine's answer stands here and becomes the reviewer's own once the review is ended. */
export function isSigned(question: Question, trust: Evaluation["trust"]): boolean {
  return (
    question.decided_by === "machine" && question.not_applicable === null && (trust[question.id] ?? "suggest_only") === "suggest_only"
  );
}

export function allQuestions(evaluation: Pick<Evaluation, "sections">): Question[] {
  return evaluation.sections.flatMap((section) => section.questions);
}

/** The next question that waits, after `fromId` and then from the top; null when none does. */
export function nextWaiting(questions: readonly Question[], fromId: string | null): string | null {
  const from = questions.findIndex((question) => question.id === fromId);
  const inOrder = [...questions.slice(from + 1), ...questions.slice(0, from + 1)];
  return inOrder.find(isWaiting)?.id ?? null;
}

/** The neighbour of a question, staying at the ends. */
export function neighbour(questions: readonly Question[], fromId: string | null, step: 1 | -1): string | null {
  const from = questions.findIndex((question) => question.id === fromId);
  if (from === -1) return questions[step > 0 ? 0 : questions.length - 1]?.id ?? null;
  return questions[Math.min(questions.length - 1, Math.max(0, from + step))]?.id ?? null;
}

function withQuestion(evaluation: Evaluation, id: string, change: (question: Question) => Question): Evaluation {
  return {
    ...evaluation,
    sections: evaluation.sections.map((section) => ({
      ...section,
      questions: section.questions.map((question) => (question.id === id ? change(question) : question)),
    })),
  };
}

/** Who is answering and when, for showing an answer that the server has not confirmed yet. */
export interface Author {
  name: string;
  now: string;
}

/** The evaluation as it will be once the server has taken `change`. Points and score stay the server's to say. */
export function applyChange(evaluation: Evaluation, change: Change, author: Author): Evaluation {
  switch (change.kind) {
    case "summary":
      return { ...evaluation, summary: change.summary };
    case "clear":
      return withQuestion(evaluation, change.questionId, (question) => {
        const outcome = suggestedOutcome(question.suggestion);
        const decided_by = outcome === "undecided" ? "nobody" : "machine";
        return { ...question, answer: null, decided_by };
      });
    case "answer":
      return withQuestion(evaluation, change.questionId, (question) => ({
        ...question,
        answer: {
          option_id: change.answer.option_id ?? null,
          not_applicable: change.answer.not_applicable ?? false,
          reason: change.answer.reason ?? null,
          person_name: author.name,
          answered_at: author.now,
          confirmed: false,
        },
        decided_by: "person",
      }));
    default:
      return evaluation;
  }
}

/** The questions whose answer is not the same in both, and whether the summary differs: what somebody else has changed. */
export function differences(before: Evaluation, after: Evaluation): string[] {
  const known = new Map(allQuestions(before).map((question) => [question.id, question.answer]));
  const changed = allQuestions(after)
    .filter((question) => !sameAnswer(known.get(question.id) ?? null, question.answer))
    .map((question) => `question:${question.id}`);
  if ((before.summary ?? "") !== (after.summary ?? "")) changed.push("summary");
  if (before.state !== after.state) changed.push("state");
  return changed;
}

function sameAnswer(left: Question["answer"], right: Question["answer"]): boolean {
  const reasonOf = (answer: Question["answer"]): string => answer?.reason ?? "";
  return sameOutcome(answeredOutcome(left), answeredOutcome(right)) && reasonOf(left) === reasonOf(right);
}
