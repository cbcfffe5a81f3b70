import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";

import { ApiError } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { NotFound } from "../../ui/NotFound";
import { useDocumentTitle } from "../../ui/PageHead";
import { OwnPromises } from "../../ui/promises/OwnPromises";
import { Waiting } from "../../ui/Waiting";
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
    return (
      <Failure
        problem={feedback.error}
        onRetry={() => {
          void feedback.refetch();
        }}
      />
    );
  }
  return (
    <>
      <div style={{ marginBlockEnd: 10 }}>
        <BackLink to="/feedback">{t("back")}</BackLink>
      </div>
      <Suspense fallback={<Waiting />}>
        <Workbench evaluation={feedback.data} mode="agent" />
      </Suspense>
      <OwnPromises callId={feedback.data.call.id} />
      <Acknowledge evaluation={feedback.data} />
    </>
  );
}
