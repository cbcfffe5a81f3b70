import { Badge, Button, Skeleton, Text, Title } from "@mantine/core";
import { IconDice3, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { PlanOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import look from "../../ui/Look.module.css";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { assigns } from "../session/rights";
import { useMe } from "../session/session";
import { Areas } from "./Areas";
import { usePlans } from "./queries";
import classes from "./Queue.module.css";

/** Every plan, what it draws and how it goes. */
export function PlanList() {
  const { t } = useTranslation("queue");
  const { person } = useMe();
  if (!assigns(person.role)) return <NotFound />;
  const action = (
    <Button component={Link} to="/queue/plans/new" leftSection={<IconPlus size={18} stroke={1.7} />}>
      {t("plans.new")}
    </Button>
  );
  return (
    <>
      <Areas />
      <PageHead title={t("plans.title")} lead={t("plans.lead")} action={action} />
      <Plans />
    </>
  );
}

function Plans() {
  const { t } = useTranslation("queue");
  const plans = usePlans();
  if (plans.isPending) return <Skeleton height={180} radius="lg" />;
  if (!plans.data) {
    return (
      <Failure
        problem={plans.error}
        onRetry={() => {
          void plans.refetch();
        }}
      />
    );
  }
  if (plans.data.length === 0) {
    return (
      <Empty
        icon={<IconDice3 size={48} stroke={1.3} />}
        title={t("plans.empty_title")}
        body={t("plans.empty_body")}
      />
    );
  }
  return (
    <ul className={look.cards}>
      {plans.data.map((plan) => (
        <PlanCard key={plan.id} plan={plan} />
      ))}
    </ul>
  );
}

function PlanCard({ plan }: { plan: PlanOut }) {
  const { t } = useTranslation("queue");
  const heading = `plan-${plan.id}`;
  const { quota = 0, targets = [], reviewers, active = true } = plan.plan;
  const draws = [
    quota > 0 && t("plans.quota", { count: quota }),
    targets.length > 0 && t("plans.targets", { count: targets.length }),
  ].filter((words) => words !== false);
  return (
    <li className={classes.card} aria-labelledby={heading}>
      <div className={classes.cardHead}>
        <Title order={2} size="h4" id={heading}>
          <Link to={`/queue/plans/${plan.id}`} className={`${look.rowLink} ${classes.link}`}>
            <bdi>{plan.plan.name}</bdi>
          </Link>
        </Title>
        <Badge variant={active ? "light" : "outline"} color="gray" tt="none" fw={550}>
          {t(active ? "plans.active" : "plans.paused")}
        </Badge>
      </div>
      <Text size="sm">{draws.join(", ")}</Text>
      <Text size="sm" c="dimmed">
        {[
          t("plans.reviewers", { count: reviewers.length }),
          t("plans.open", { count: plan.open }),
          t("plans.done", { count: plan.done }),
        ].join(" · ")}
      </Text>
    </li>
  );
}
