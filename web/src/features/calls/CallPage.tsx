import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconAlertCircle, IconFileDescription, IconRefresh, IconScale } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { ApiError, ask, type CallOut, type EvaluationOut, getCallEvaluation } from "../../api";
import { NotFound } from "../../ui/NotFound";
import { Waiting } from "../../ui/Waiting";
import { BackLink } from "../../ui/BackLink";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { useDocumentTitle } from "../../ui/PageHead";
import { useProblemText } from "../../ui/problems";
import { AfterPublishing } from "../disputes/AfterPublishing";
import { WhatChanged } from "../disputes/WhatChanged";
import { QueueNote } from "../queue/QueueNote";
import { revealsNumbers } from "../session/rights";
import { useMe } from "../session/session";
import { AgentOfCall } from "./AgentOfCall";
import classes from "./CallPage.module.css";
import { addressOfList } from "./filters";
import { FlagChips } from "./FlagChips";
import { useCall, useRetry } from "./queries";
import { MoreOfCall } from "./MoreOfCall";
import { QuestionExtras } from "./QuestionExtras";
import { StageList } from "./StageList";

const Workbench = lazy(() => import("../../workbench").then((found) => ({ default: found.Workbench })));

/** One call: on its way, failed and why, or on the workbench. */
export function CallPage() {
  const { t } = useTranslation("calls");
  const { id = "" } = useParams();
  const call = useCall(id);
  if (call.isPending) return <Waiting />;
  if (call.isError && !call.data) {
    if (call.error instanceof ApiError && call.error.status === 404) return <NotFound />;
    return (
      <Failure
        problem={call.error}
        onRetry={() => {
          void call.refetch();
        }}
      />
    );
  }
  return (
    <>
      <div className={classes.top}>
        <BackLink to={addressOfList()}>{t("back")}</BackLink>
        {call.data.evaluation !== null && <MoreOfCall call={call.data} />}
        {call.data.state === "ready" && <AgentOfCall call={call.data} />}
        <AfterPublishing call={call.data} />
      </div>
      <QueueNote call={call.data} />
      <Call call={call.data} />
    </>
  );
}

function Call({ call }: { call: CallOut }) {
  useDocumentTitle(call.file_name);
  // A call that was reviewed before stays open while it is heard or scored again, and when that fails.
  if (call.state === "ready" || call.evaluation !== null) return <Reviewed call={call} />;
  if (call.state === "failed") return <FailedCall call={call} />;
  return <ProcessingCall call={call} />;
}

function ProcessingCall({ call }: { call: CallOut }) {
  const { t } = useTranslation("calls");
  return (
    <Stack className={classes.sheet} gap="md">
      <Stack gap={4}>
        <Title order={1} size="h3">
          {t("page.processing_title")}
        </Title>
        <Text c="dimmed">
          <bdi>{call.file_name}</bdi>
        </Text>
      </Stack>
      <StageList call={call} />
      <Text c="dimmed" size="sm">
        {t("page.processing_body")}
      </Text>
    </Stack>
  );
}

function FailedCall({ call }: { call: CallOut }) {
  const { t } = useTranslation("calls");
  const problemText = useProblemText();
  const retry = useRetry();
  return (
    <Stack className={classes.sheet} gap="md" align="flex-start">
      <Group gap="sm" wrap="nowrap">
        <IconAlertCircle size={28} stroke={1.5} aria-hidden />
        <Title order={1} size="h3">
          {t("page.failed_title")}
        </Title>
      </Group>
      <Text c="dimmed">
        <bdi>{call.file_name}</bdi>
      </Text>
      {call.problem !== null && (
        <>
          <Text>{problemText(call.problem)}</Text>
          {call.problem.message !== "" && (
            <Text size="sm" c="dimmed" dir="auto" className={classes.raw}>
              {call.problem.message}
            </Text>
          )}
        </>
      )}
      <FlagChips flags={call.flags} />
      {call.problem?.can_retry && (
        <Button
          leftSection={<IconRefresh size={18} stroke={1.7} />}
          loading={retry.isPending}
          onClick={() => {
            retry.mutate(call.id);
          }}
        >
          {t("retry")}
        </Button>
      )}
      {retry.isError && <Text role="alert">{problemText(retry.error)}</Text>}
    </Stack>
  );
}

function Reviewed({ call }: { call: CallOut }) {
  const { t } = useTranslation("calls");
  const { person } = useMe();
  const queryClient = useQueryClient();
  const evaluation = useQuery({
    queryKey: ["evaluation", "call", call.id],
    queryFn: () => ask(getCallEvaluation({ path: { call_id: call.id } })),
    // The workbench keeps its own state from here on; an old copy must never be its start.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (evaluation.isPending) return <Waiting />;
  if (evaluation.isError && !evaluation.data) {
    if (evaluation.error instanceof ApiError && evaluation.error.code === "rated_blind") return <ScoredBlind />;
    if (evaluation.error instanceof ApiError && evaluation.error.status === 404) {
      return (
        <Empty
          icon={<IconFileDescription size={44} stroke={1.3} />}
          title={t("page.not_scored_title")}
          body={t("page.not_scored_body")}
          level={1}
        />
      );
    }
    return (
      <Failure
        problem={evaluation.error}
        onRetry={() => {
          void evaluation.refetch();
        }}
      />
    );
  }
  return (
    <>
      <Again
        call={call}
        seen={evaluation.data.id}
        loading={evaluation.isFetching}
        onShow={() => {
          void queryClient.invalidateQueries({ queryKey: ["transcript", call.id] });
          void queryClient.invalidateQueries({ queryKey: ["findings", call.id] });
          void evaluation.refetch();
        }}
      />
      <Corrected evaluation={evaluation.data} />
      <Suspense fallback={<Waiting />}>
        <QuestionExtras evaluation={evaluation.data}>
          <Workbench evaluation={evaluation.data} mode="review" reveals={revealsNumbers(person.role)} />
        </QuestionExtras>
      </Suspense>
    </>
  );
}

/** That the feedback was corrected after it was sent; what changed is folded away, the call itself comes first. */
function Corrected({ evaluation }: { evaluation: EvaluationOut }) {
  const { t } = useTranslation("disputes");
  const revision = evaluation.revision ?? 1;
  if (revision === 1) return null;
  return (
    <details className={classes.corrected}>
      <summary>{t("revise.revised")}</summary>
      <WhatChanged evaluationId={evaluation.id} revision={revision} />
    </details>
  );
}

/** Somebody scores this call in a session without seeing what was made of it; the way there. */
function ScoredBlind() {
  const { t } = useTranslation("calls");
  return (
    <Empty
      icon={<IconScale size={44} stroke={1.3} />}
      title={t("page.blind_title")}
      body={t("page.blind_body")}
      level={1}
      action={
        <Button component={Link} to="/calibration">
          {t("page.blind_go")}
        </Button>
      }
    />
  );
}

interface AgainProps {
  call: CallOut;
  seen: string;
  loading: boolean;
  onShow: () => void;
}

/** What goes on with a call that is open already: it is heard or scored again, that failed, or it is done. */
function Again({ call, seen, loading, onShow }: AgainProps) {
  const { t } = useTranslation("calls");
  const problemText = useProblemText();
  const retry = useRetry();
  const scoredAnew = call.evaluation !== null && call.evaluation.id !== seen;
  if (call.state === "ready" && !scoredAnew) return null;
  return (
    <Group className={classes.again} gap="sm" role="status">
      {call.state === "failed" && (
        <>
          <Text size="sm">
            {t("page.again_failed")} {call.problem && problemText(call.problem)}
          </Text>
          {call.problem?.can_retry && (
            <Button
              size="compact-sm"
              variant="light"
              loading={retry.isPending}
              onClick={() => {
                retry.mutate(call.id);
              }}
            >
              {t("retry")}
            </Button>
          )}
        </>
      )}
      {call.state !== "failed" && !scoredAnew && <Text size="sm">{t("page.again_working")}</Text>}
      {call.state !== "failed" && scoredAnew && (
        <>
          <Text size="sm">{t("page.again_done")}</Text>
          <Button size="compact-sm" variant="light" loading={loading} onClick={onShow}>
            {t("page.again_show")}
          </Button>
        </>
      )}
    </Group>
  );
}
