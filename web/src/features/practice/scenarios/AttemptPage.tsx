import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { ApiError, type PracticeAttemptOut, type CallOut } from "../../../api";
import { BackLink } from "../../../ui/BackLink";
import { Failure } from "../../../ui/Failure";
import { NotFound } from "../../../ui/NotFound";
import { useDocumentTitle } from "../../../ui/PageHead";
import { useProblemText } from "../../../ui/problems";
import { Waiting } from "../../../ui/Waiting";
import { StageProgress } from "../../calls/StageProgress";
import { useMe } from "../../session/session";
import { Exchange } from "./Exchange";
import { Picked } from "./Picked";
import classes from "./Scenarios.module.css";
import { useAttempt, useAttemptEvaluation, useAttemptSteps, useStart } from "./queries";

const Workbench = lazy(() => import("../../../workbench").then((found) => ({ default: found.Workbench })));

/** One call that is practised: line after line, then heard, then read back with its feedback. */
export function AttemptPage() {
  const { id = "" } = useParams();
  const { t } = useTranslation("scenarios");
  const attempt = useAttempt(id);
  if (attempt.isPending) return <Waiting />;
  if (!attempt.data) {
    if (attempt.error instanceof ApiError && [403, 404].includes(attempt.error.status)) return <NotFound />;
    return (
      <Failure
        problem={attempt.error}
        onRetry={() => {
          void attempt.refetch();
        }}
      />
    );
  }
  return (
    <>
      <div className={classes.back}>
        <BackLink to="/practice">{t("back")}</BackLink>
      </div>
      <Attempt attempt={attempt.data} />
    </>
  );
}

function Attempt({ attempt }: { attempt: PracticeAttemptOut }) {
  const { t } = useTranslation("scenarios");
  const { person } = useMe();
  useDocumentTitle(attempt.title);
  const own = attempt.person.id === person.id;
  if (attempt.state === "open") return <Open attempt={attempt} own={own} />;
  if (attempt.state === "scored" && attempt.call) return <Scored attempt={attempt} call={attempt.call} own={own} />;
  return (
    <section className={classes.sheet} aria-live="polite">
      <Head attempt={attempt} own={own} />
      <Text>{t(`outcome.${attempt.state}`)}</Text>
      {attempt.state === "processing" && attempt.call && <StageProgress call={attempt.call} />}
      {attempt.state === "failed" && attempt.call?.problem && (
        <Alert variant="light" color="orange" icon={<IconAlertCircle size={18} />}>
          <Problem code={attempt.call.problem.code} />
        </Alert>
      )}
      {own && attempt.state !== "processing" && <Again attempt={attempt} />}
    </section>
  );
}

function Problem({ code }: { code: string }) {
  const problemText = useProblemText();
  return <>{problemText(new ApiError(422, { error: { code } }))}</>;
}

function Head({ attempt, own }: { attempt: PracticeAttemptOut; own: boolean }) {
  const { t } = useTranslation("scenarios");
  return (
    <div>
      <Text size="sm" c="dimmed">
        {own ? t("practice_call") : <bdi>{attempt.person.name}</bdi>}
      </Text>
      <Title order={1} size="h2" dir="auto">
        {attempt.title}
      </Title>
    </div>
  );
}

function Open({ attempt, own }: { attempt: PracticeAttemptOut; own: boolean }) {
  const { t } = useTranslation("scenarios");
  const problemText = useProblemText();
  const navigate = useNavigate();
  const { finish, giveUp } = useAttemptSteps(attempt);
  const { story, steps } = attempt;
  const problem = finish.error ?? giveUp.error;
  return (
    <section className={classes.sheet}>
      <Head attempt={attempt} own={own} />
      {steps.length === 0 && story.about !== "" && (
        <div className={classes.brief}>
          <Text fw={600}>{t("run.about")}</Text>
          <Text dir="auto">{story.about}</Text>
          {story.goal !== "" && (
            <>
              <Text fw={600}>{t("run.goal")}</Text>
              <Text dir="auto">{story.goal}</Text>
            </>
          )}
          <Text size="sm" c="dimmed">
            {t("run.how")}
          </Text>
        </div>
      )}
      {own && !attempt.ended && <Exchange key={steps.length} attempt={attempt} />}
      {!own && <Text>{t("outcome.open_theirs")}</Text>}
      {attempt.ended && <Text role="status">{t("run.ended")}</Text>}
      {own && (
        <Group gap="sm">
          {steps.length > 0 && (
            <Button
              variant={attempt.ended ? "filled" : "default"}
              loading={finish.isPending}
              onClick={() => {
                finish.mutate();
              }}
            >
              {t(attempt.ended ? "run.finish" : "run.finish_early")}
            </Button>
          )}
          <Button
            variant="subtle"
            loading={giveUp.isPending}
            onClick={() => {
              giveUp.mutate(undefined, {
                onSuccess: () => {
                  void navigate("/practice");
                },
              });
            }}
          >
            {t("run.give_up")}
          </Button>
        </Group>
      )}
      {problem && <Text role="alert">{problemText(problem)}</Text>}
    </section>
  );
}

function Scored({ attempt, call, own }: { attempt: PracticeAttemptOut; call: CallOut; own: boolean }) {
  const { t } = useTranslation("scenarios");
  const evaluation = useAttemptEvaluation(call.id);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end" gap="md">
        <Head attempt={attempt} own={own} />
        {own && <Again attempt={attempt} />}
      </Group>
      <Text c="dimmed" maw="52rem">
        {t("outcome.scored")} {t("outcome.not_judged")}
      </Text>
      {evaluation.isPending && <Waiting />}
      {evaluation.isError && !evaluation.data && (
        <Failure
          problem={evaluation.error}
          onRetry={() => {
            void evaluation.refetch();
          }}
        />
      )}
      {evaluation.data && <Picked attempt={attempt} evaluation={evaluation.data} />}
      {evaluation.data && (
        <Suspense fallback={<Waiting />}>
          <Workbench evaluation={evaluation.data} mode={own ? "agent" : "review"} />
        </Suspense>
      )}
    </Stack>
  );
}

function Again({ attempt }: { attempt: PracticeAttemptOut }) {
  const { t } = useTranslation("scenarios");
  const problemText = useProblemText();
  const navigate = useNavigate();
  const start = useStart();
  return (
    <div>
      <Button
        variant="light"
        loading={start.isPending}
        onClick={() => {
          start.mutate(attempt.scenario_id, {
            onSuccess: (begun) => {
              void navigate(`/practice/attempts/${begun.id}`);
            },
          });
        }}
      >
        {t("run.again")}
      </Button>
      {start.isError && <Text role="alert">{problemText(start.error)}</Text>}
    </div>
  );
}
