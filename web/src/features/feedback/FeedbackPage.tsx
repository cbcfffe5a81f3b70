import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";

import { ApiError, type EvaluationOut, type QuestionOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { NotFound } from "../../ui/NotFound";
import { useDocumentTitle } from "../../ui/PageHead";
import { OwnPromises } from "../../ui/promises/OwnPromises";
import { Waiting } from "../../ui/Waiting";
import { Doubt } from "../disputes/Doubt";
import { useDoubts } from "../disputes/doubts";
import { OwnDisputes } from "../disputes/OwnDisputes";
import { useFeedbackDisputes } from "../disputes/queries";
import { Replaced } from "../disputes/Replaced";
import { WhatChanged } from "../disputes/WhatChanged";
import { BesideQuestions } from "../exemplars/BesideQuestion";
import { FirstForOneself } from "../selfevaluation/FirstForOneself";
import { OwnBeside } from "../selfevaluation/OwnBeside";
import { Acknowledge } from "./Acknowledge";
import { useFeedback } from "./queries";

const Workbench = lazy(() => import("../../workbench").then((found) => ({ default: found.Workbench })));

/** One call's feedback: hear the moment, read what was said, acknowledge. */
export function FeedbackPage() {
  const { t } = useTranslation("feedback");
  const { id = "" } = useParams();
  const feedback = useFeedback(id);
  useDocumentTitle(t("title"));
  if (feedback.isPending) return <Waiting />;
  if (!feedback.data) {
    if (feedback.error instanceof ApiError && feedback.error.status === 404) return <NotFound />;
    if (feedback.error instanceof ApiError && feedback.error.code === "rated_blind") return <FirstForOneself />;
    return (
      <Failure
        problem={feedback.error}
        onRetry={() => {
          void feedback.refetch();
        }}
      />
    );
  }
  return <Shown evaluation={feedback.data} />;
}

function Shown({ evaluation }: { evaluation: EvaluationOut }) {
  const { t } = useTranslation("feedback");
  const told = useFeedbackDisputes(evaluation.id).data;
  const doubts = useDoubts();
  const under = (question: QuestionOut, moment: () => number) =>
    told && <Doubt question={question} told={told} doubts={doubts} moment={moment} />;
  return (
    <>
      <div style={{ marginBlockEnd: 10 }}>
        <BackLink to="/feedback">{t("back")}</BackLink>
      </div>
      <Replaced evaluation={evaluation} />
      <WhatChanged evaluationId={evaluation.id} revision={evaluation.revision ?? 1} />
      <Suspense fallback={<Waiting />}>
        <BesideQuestions language={evaluation.rubric.language}>
          <Workbench evaluation={evaluation} mode="agent" underQuestion={under} />
        </BesideQuestions>
      </Suspense>
      <OwnBeside callId={evaluation.call.id} />
      <OwnPromises callId={evaluation.call.id} />
      {told && <OwnDisputes evaluation={evaluation} told={told} doubts={doubts} />}
      {evaluation.state !== "retracted" && <Acknowledge evaluation={evaluation} />}
    </>
  );
}
