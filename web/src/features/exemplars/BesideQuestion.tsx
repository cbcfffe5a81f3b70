import { type ReactNode, useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { ExemplarOut, QuestionOut } from "../../api";
import look from "../../ui/Look.module.css";
import { QuestionExtrasContext } from "../../workbench/rubric/questionExtras";
import { ExemplarCard } from "./ExemplarCard";
import classes from "./Exemplars.module.css";
import { useExemplars } from "./queries";

const MOST = 3;

/** Gives each question of an agent's feedback the moments in which colleagues show how it is done. */
export function BesideQuestions({ language, children }: { language: "he" | "en"; children: ReactNode }) {
  const exemplars = useExemplars({ questionId: null, language });
  const pages = exemplars.data?.pages;
  const byQuestion = useMemo(() => {
    const found = new Map<string, ExemplarOut[]>();
    for (const exemplar of pages?.flatMap((page) => page.items) ?? []) {
      if (exemplar.question_id === null || exemplar.mine) continue;
      found.set(exemplar.question_id, [...(found.get(exemplar.question_id) ?? []), exemplar]);
    }
    return found;
  }, [pages]);
  const extras = useCallback(
    (question: QuestionOut) => <Shown exemplars={byQuestion.get(question.id)} />,
    [byQuestion],
  );
  return <QuestionExtrasContext value={extras}>{children}</QuestionExtrasContext>;
}

function Shown({ exemplars }: { exemplars: ExemplarOut[] | undefined }) {
  const { t } = useTranslation("exemplars");
  if (exemplars === undefined) return null;
  return (
    <details className={classes.beside}>
      <summary>{t("beside", { count: exemplars.length })}</summary>
      <ul className={look.column}>
        {exemplars.slice(0, MOST).map((exemplar) => (
          <ExemplarCard key={exemplar.id} exemplar={exemplar} short />
        ))}
      </ul>
    </details>
  );
}
