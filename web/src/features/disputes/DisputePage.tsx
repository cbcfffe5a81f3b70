import { Anchor, Badge, Button, Group, NativeSelect, Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { ApiError, type DisputeOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { formatDate, formatDateTime } from "../../ui/format";
import { NotFound } from "../../ui/NotFound";
import { useDocumentTitle } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { Waiting } from "../../ui/Waiting";
import { useTexts } from "../../workbench/language";
import { assignsDisputes } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Disputes.module.css";
import { Judging } from "./Judging";
import { lastDay } from "./OwnDisputes";
import { useAssign, useCandidates, useDispute } from "./queries";

const ListenBench = lazy(() => import("../../workbench").then((found) => ({ default: found.ListenBench })));

/** One dispute: what the agent says and where, what was answered and why, what the machine heard; and the decision. */
export function DisputePage() {
  const { t } = useTranslation("disputes");
  const { id = "" } = useParams();
  const dispute = useDispute(id);
  if (dispute.isPending) return <Waiting />;
  if (!dispute.data) {
    if (dispute.error instanceof ApiError && dispute.error.status === 404) return <NotFound />;
    return (
      <Failure
        problem={dispute.error}
        onRetry={() => {
          void dispute.refetch();
        }}
      />
    );
  }
  return (
    <>
      <BackLink to="/disputes">{t("back")}</BackLink>
      <Head dispute={dispute.data} />
      <Suspense fallback={<Waiting />}>
        <ListenBench call={dispute.data.call}>
          {(hear) => <Judging key={id} dispute={dispute.data} onHear={hear} />}
        </ListenBench>
      </Suspense>
    </>
  );
}

function Head({ dispute }: { dispute: DisputeOut }) {
  const { t, i18n } = useTranslation("disputes");
  const textIn = useTexts();
  const title = t("page.title", { name: dispute.agent_name });
  useDocumentTitle(title);
  return (
    <header className={classes.pageHead}>
      <Group gap="sm">
        <Title order={1} size="h3">
          {title}
        </Title>
        <Badge variant={dispute.state === "open" ? "light" : "outline"} color="gray" tt="none" fw={550}>
          {t(`state.${dispute.state}`)}
        </Badge>
      </Group>
      <p className={classes.facts}>
        <span dir="auto">{textIn(dispute.rubric.title)}</span>
        <span>{t("opened", { date: formatDate(dispute.opened_at, i18n.language) })}</span>
        {dispute.state === "open" && (
          <span className={dispute.overdue ? classes.late : undefined}>
            {t(dispute.overdue ? "overdue" : "due", { date: formatDate(lastDay(dispute.due_at), i18n.language) })}
          </span>
        )}
        {dispute.decided_at !== null && (
          <span>
            {t("judge.result", { name: dispute.decided_by_name ?? "" })} ·{" "}
            <bdi>{formatDateTime(dispute.decided_at, i18n.language)}</bdi>
          </span>
        )}
        {dispute.state === "open" && dispute.assignee_name !== null && (
          <span>
            {t("assigned_to")} <bdi>{dispute.assignee_name}</bdi>
          </span>
        )}
        <Anchor component={Link} to={`/calls/${dispute.call.id}`} size="sm">
          {t("page.call")}
        </Anchor>
      </p>
      {dispute.state === "open" && <Whose dispute={dispute} />}
    </header>
  );
}

/** Whose it is, in words, and how it comes to be somebody else's. */
function Whose({ dispute }: { dispute: DisputeOut }) {
  const { t } = useTranslation("disputes");
  const { person } = useMe();
  const assign = useAssign(dispute);
  const assigns = assignsDisputes(person.role);
  const why = dispute.assignee_id === null ? "nobody" : dispute.involved ? "involved" : "others";
  return (
    <>
      {!dispute.may_decide && <Text className={classes.notice}>{t(`page.${why}`)}</Text>}
      <Group gap="sm" align="flex-end">
        {dispute.may_take && (
          <Button
            variant="light"
            loading={assign.isPending}
            onClick={() => {
              assign.mutate(person.id);
            }}
          >
            {t("page.take")}
          </Button>
        )}
        {assigns && <HandOver dispute={dispute} assign={assign} />}
      </Group>
      {assign.isError && <Problem problem={assign.error} />}
    </>
  );
}

function HandOver({ dispute, assign }: { dispute: DisputeOut; assign: ReturnType<typeof useAssign> }) {
  const { t } = useTranslation("disputes");
  const candidates = useCandidates(dispute, true).data?.filter((one) => one.person_id !== dispute.assignee_id);
  const [chosen, choose] = useState("");
  if (!candidates) return null;
  if (candidates.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("page.no_candidates")}
      </Text>
    );
  }
  const picked = candidates.some((one) => one.person_id === chosen) ? chosen : (candidates[0]?.person_id ?? "");
  return (
    <>
      <NativeSelect
        label={t("page.assign")}
        value={picked}
        data={candidates.map((one) => ({
          value: one.person_id,
          label: t("page.assign_to", { name: one.name, open: one.open }),
        }))}
        onChange={(event) => {
          choose(event.currentTarget.value);
        }}
      />
      <Button
        variant="default"
        loading={assign.isPending}
        onClick={() => {
          assign.mutate(picked);
        }}
      >
        {t("page.assign_do")}
      </Button>
    </>
  );
}
