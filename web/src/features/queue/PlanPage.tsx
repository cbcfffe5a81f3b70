import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { ApiError } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { Waiting } from "../../ui/Waiting";
import { assigns } from "../session/rights";
import { useMe } from "../session/session";
import { PlanForm } from "./PlanForm";
import { usePlan } from "./queries";

/** One plan, or the beginning of one. */
export function PlanPage() {
  const { t } = useTranslation("queue");
  const { person } = useMe();
  const { id = "" } = useParams();
  const navigate = useNavigate();
  if (!assigns(person.role)) return <NotFound />;
  if (id !== "new") return <KnownPlan key={id} id={id} />;
  return (
    <>
      <BackLink to="/queue/plans">{t("plans.back")}</BackLink>
      <PageHead title={t("plans.new")} lead={t("plans.lead")} />
      <PlanForm
        plan={null}
        onMade={(made) => {
          void navigate(`/queue/plans/${made.id}`, { replace: true });
        }}
      />
    </>
  );
}

function KnownPlan({ id }: { id: string }) {
  const { t } = useTranslation("queue");
  const plan = usePlan(id);
  if (plan.isPending) return <Waiting />;
  if (!plan.data) {
    if (plan.error instanceof ApiError && plan.error.status === 404) return <NotFound />;
    return (
      <Failure
        problem={plan.error}
        onRetry={() => {
          void plan.refetch();
        }}
      />
    );
  }
  return (
    <>
      <BackLink to="/queue/plans">{t("plans.back")}</BackLink>
      <PageHead title={plan.data.plan.name} lead={t("plans.lead")} />
      <PlanForm plan={plan.data} />
    </>
  );
}
