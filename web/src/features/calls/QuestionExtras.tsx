import { type ReactNode, useCallback } from "react";

import type { EvaluationOut, QuestionOut } from "../../api";
import { QuestionExtrasContext } from "../../workbench/rubric/questionExtras";
import { KeepCase } from "../regressions/KeepCase";
import { managesRubrics } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./QuestionExtras.module.css";

/** What the page of a call adds to each question of the workbench. */
export function QuestionExtras({ evaluation, children }: { evaluation: EvaluationOut; children: ReactNode }) {
  const { person } = useMe();
  const keeps = managesRubrics(person.role);
  const extras = useCallback(
    (question: QuestionOut) => (
      <div className={classes.extras}>
        {keeps && question.answer && (
          <KeepCase evaluationId={evaluation.id} questionId={question.id} className={classes.quiet} />
        )}
      </div>
    ),
    [evaluation.id, keeps],
  );
  return <QuestionExtrasContext value={extras}>{children}</QuestionExtrasContext>;
}
