import { createContext, type ReactNode, useContext } from "react";

import type { Question } from "../types";

/** What a page adds beneath a question: things that can be done with it which are not the workbench's own business. */
export const QuestionExtrasContext = createContext<((question: Question) => ReactNode) | null>(null);

export function useQuestionExtras(question: Question): ReactNode {
  return useContext(QuestionExtrasContext)?.(question) ?? null;
}
