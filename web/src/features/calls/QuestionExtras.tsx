import { type ReactNode, useCallback } from "react";

import type { EvaluationOut, QuestionOut } from "../../api";
import { QuestionExtrasContext } from "../../workbench/rubric/questionExtras";
import { AddToCoaching } from "../coaching/AddToCoaching";
import { MarkExemplar } from "../exemplars/MarkExemplar";
import { KeepCase } from "../regressions/KeepCase";
import { managesRubrics } from "../session/rights";
import { useMe } from "../session/session";
import { isSpoken } from "./medium";
import classes from "./QuestionExtras.module.css";

/** What the page of a call adds to each question of the workbench. */
export function QuestionExtras({ evaluation, children }: { evaluation: EvaluationOut; children: ReactNode }) {
  const { person } = useMe();
  const keeps = managesRubrics(person.role);
  const extras = useCallback(
    (question: QuestionOut) => (
      <div className={classes.extras}>
        {isSpoken(evaluation.call) && evaluation.call.simulated !== true && (
          <MarkExemplar
            callId={evaluation.call.id}
            durationMs={evaluation.call.duration_ms ?? 0}
            question={question}
            className={classes.quiet}
          />
        )}
        {evaluation.call.agent !== null && (
          <AddToCoaching
            callId={evaluation.call.id}
            durationMs={evaluation.call.duration_ms ?? 0}
            question={question}
            className={classes.quiet}
          />
        )}
        {keeps && question.answer && (
          <KeepCase evaluationId={evaluation.id} questionId={question.id} className={classes.quiet} />
        )}
      </div>
    ),
    [evaluation.id, evaluation.call, keeps],
  );
  return <QuestionExtrasContext value={extras}>{children}</QuestionExtrasContext>;
}
