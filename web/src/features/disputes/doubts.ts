import { useState } from "react";

import type { DoubtIn } from "../../api";

/** What the agent is about to dispute: written down question by question, sent together. */
export interface Doubts {
  written: DoubtIn[];
  of: (questionId: string) => DoubtIn | undefined;
  put: (doubt: DoubtIn) => void;
  remove: (questionId: string) => void;
  clear: () => void;
}

export function useDoubts(): Doubts {
  const [written, setWritten] = useState<DoubtIn[]>([]);
  const without = (questionId: string): DoubtIn[] => written.filter((one) => one.question_id !== questionId);
  return {
    written,
    of: (questionId) => written.find((one) => one.question_id === questionId),
    put: (doubt) => {
      const known = written.some((one) => one.question_id === doubt.question_id);
      setWritten(
        known ? written.map((one) => (one.question_id === doubt.question_id ? doubt : one)) : [...written, doubt],
      );
    },
    remove: (questionId) => {
      setWritten(without(questionId));
    },
    clear: () => {
      setWritten([]);
    },
  };
}
