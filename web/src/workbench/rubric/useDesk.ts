import { useEffect, useMemo, useState, useSyncExternalStore } from "react";

import { readEvaluation, sendChange } from "../api";
import type { AnswerIn, Evaluation, Question } from "../types";
import {
  allQuestions,
  answeredOutcome,
  type Change,
  neighbour,
  nextWaiting,
  owesReason,
  sameOutcome,
} from "./answers";
import { EvaluationStore, type Remote, type Snapshot } from "./store";

/** An answer that waits for its reason. */
interface Draft {
  questionId: string;
  answer: AnswerIn;
}

/** The reviewer's desk: the evaluation as it stands, the question looked at, and everything that may be done to it. */
export interface Desk {
  snapshot: Snapshot;
  store: EvaluationStore;
  questions: readonly Question[];
  editable: boolean;
  focusedId: string | null;
  draft: Draft | null;
  look: (id: string) => void;
  /** Moves the page's focus to a question. */
  goTo: (id: string | null) => boolean;
  step: (by: 1 | -1) => boolean;
  goToWaiting: () => boolean;
  choose: (question: Question, answer: AnswerIn) => void;
  /** Asks for words about the answer that a question has. */
  note: (question: Question) => void;
  giveReason: (reason: string) => void;
  dropDraft: () => void;
  clear: (question: Question) => void;
  /** Whether there is an answer of one's own that could be taken back. */
  undoable: boolean;
  undo: () => boolean;
  change: (change: Change) => void;
}

/** `remote`: where answers go; without it, to the evaluation itself. */
export function useDesk(evaluation: Evaluation, reviewerName: string, remote?: Remote): Desk {
  const [store] = useState(() => new EvaluationStore(evaluation, remote ?? remoteOf(evaluation.id), reviewerName));
  useEffect(() => {
    store.adopt(evaluation);
  }, [store, evaluation]);
  useStoreLife(store);
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot);
  const questions = useMemo(() => allQuestions(snapshot.evaluation), [snapshot.evaluation]);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [done, setDone] = useState<readonly Done[]>([]);
  const editable = snapshot.evaluation.state === "draft" || snapshot.evaluation.state === "submitted";

  return useMemo(() => {
    /** Remembers how to take the change back before making it. */
    const make = (question: Question, change: AnswerChange): void => {
      setDone((before) => [...before, { change, back: reverse(question) }]);
      store.change(change);
    };
    const choose = (question: Question, answer: AnswerIn): void => {
      if (!editable) return;
      if (owesReason(question, answer)) {
        setDraft({ questionId: question.id, answer });
      } else {
        setDraft(null);
        make(question, { kind: "answer", questionId: question.id, answer });
      }
    };
    const last = editable ? lastStanding(done, questions) : -1;
    return {
      snapshot,
      store,
      questions,
      editable,
      focusedId,
      draft,
      look: setFocusedId,
      goTo,
      step: (by) => goTo(neighbour(questions, focusedId, by)),
      goToWaiting: () => goTo(nextWaiting(questions, focusedId)),
      choose,
      note: ({ id, answer }) => {
        if (!editable || !answer) return;
        setDraft({ questionId: id, answer: { option_id: answer.option_id, not_applicable: answer.not_applicable } });
      },
      giveReason: (reason) => {
        const question = questions.find((one) => one.id === draft?.questionId);
        if (!draft || !question) return;
        setDraft(null);
        make(question, { kind: "answer", questionId: question.id, answer: { ...draft.answer, reason } });
        goTo(question.id);
      },
      dropDraft: () => {
        setDraft(null);
        goTo(draft?.questionId ?? null);
      },
      clear: (question) => {
        if (editable) make(question, { kind: "clear", questionId: question.id });
      },
      undoable: last >= 0,
      undo: () => {
        const back = done[last]?.back;
        setDone(done.slice(0, Math.max(0, last)));
        if (!back) return false;
        store.change(back);
        goTo(back.questionId);
        return true;
      },
      change: (change) => {
        store.change(change);
      },
    };
  }, [store, snapshot, questions, editable, focusedId, draft, done]);
}

/** Moves the page's focus to a question; false where there is no such question. */
export function goTo(id: string | null): boolean {
  const card = id === null ? null : document.getElementById(`question-${id}`);
  if (!card) return false;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  return true;
}

type AnswerChange = Extract<Change, { questionId: string }>;

/** A change that was made, and the one that takes it back. */
interface Done {
  change: AnswerChange;
  back: AnswerChange;
}

/**
 * The last change of one's own that still stands, -1 for none. What somebody else has answered since, or the server has
 * refused, is not taken back: that would write over theirs.
 */
function lastStanding(done: readonly Done[], questions: readonly Question[]): number {
  return done.findLastIndex(({ change }) => {
    const answer = questions.find((one) => one.id === change.questionId)?.answer ?? null;
    if (change.kind === "clear") return answer === null;
    return (
      answer !== null &&
      sameOutcome(answeredOutcome(answer), answeredOutcome(change.answer)) &&
      (answer.reason ?? "") === (change.answer.reason ?? "")
    );
  });
}

function remoteOf(evaluationId: string): Remote {
  return {
    send: (version, change) => sendChange(evaluationId, version, change),
    read: () => readEvaluation(evaluationId),
  };
}

/** The change that brings back what the question has now. */
function reverse(question: Question): AnswerChange {
  const { answer } = question;
  if (!answer) return { kind: "clear", questionId: question.id };
  const { option_id, not_applicable, reason } = answer;
  return { kind: "answer", questionId: question.id, answer: { option_id, not_applicable, reason } };
}

/** Sends again as soon as the browser is back online, and asks before leaving with unsaved answers. */
function useStoreLife(store: EvaluationStore): void {
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener(
      "online",
      () => {
        store.retry();
      },
      { signal },
    );
    window.addEventListener(
      "beforeunload",
      (event) => {
        if (store.getSnapshot().pending > 0) event.preventDefault();
      },
      { signal },
    );
    return () => {
      listening.abort();
    };
  }, [store]);
}
