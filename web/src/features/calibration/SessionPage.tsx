import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconCircle, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";

import { ApiError, type SessionOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Failure } from "../../ui/Failure";
import { formatLength } from "../../ui/format";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { Waiting } from "../../ui/Waiting";
import { useTexts } from "../../workbench/language";
import { runsCalibration } from "../session/rights";
import { useMe } from "../session/session";
import { SimulatedBadge } from "../simulated/SimulatedBadge";
import classes from "./Calibration.module.css";
import { Comparison } from "./Comparison";
import { type Step, useCalibration, useDiscard, useHandIn, useStep } from "./queries";
import { SessionForm } from "./SessionForm";

/** One session, at whatever point of its life it is. */
export function SessionPage() {
  const { id = "" } = useParams();
  const session = useCalibration(id);
  if (session.isPending) return <Waiting />;
  if (!session.data) {
    if (session.error instanceof ApiError && session.error.status === 404) return <NotFound />;
    return (
      <Failure
        problem={session.error}
        onRetry={() => {
          void session.refetch();
        }}
      />
    );
  }
  return <Session session={session.data} />;
}

function Session({ session }: { session: SessionOut }) {
  const { t } = useTranslation("calibration");
  const textIn = useTexts();
  const facts = [
    t("form.version", { rubric: textIn(session.rubric.title), version: session.rubric.version }),
    t("facts.calls", { calls: session.calls.length }),
    t(session.hides_machine ? "facts.hidden" : "facts.shown"),
  ];
  const seen = session.state === "compared" || session.state === "done";
  return (
    <>
      <BackLink to="/calibration">{t("back")}</BackLink>
      <PageHead
        title={session.title}
        lead={facts.join(" · ")}
        action={
          <Badge variant="light" color="gray" size="lg" tt="none" fw={550}>
            {t(`state.${session.state}`)}
          </Badge>
        }
      />
      <Stack gap="xl">
        <NextStep key={session.state} session={session} />
        {session.state === "draft" && <SessionForm key={session.version} draft={session} onSaved={() => undefined} />}
        {session.state === "open" && session.scores && <MyCalls session={session} />}
        {!seen && session.state !== "draft" && <Progress session={session} />}
        {seen && <Comparison id={session.id} />}
      </Stack>
    </>
  );
}

const NEXT: Partial<Record<SessionOut["state"], Step>> = { draft: "open", open: "compare", compared: "finish" };

/** The one step that who runs the session can take from here. */
function NextStep({ session }: { session: SessionOut }) {
  const { t } = useTranslation("calibration");
  const { person } = useMe();
  const move = useStep(session);
  const step = NEXT[session.state];
  if (step === undefined || !runsCalibration(person.role)) return null;
  return (
    <Group gap="md" className={classes.next}>
      <Text size="sm" maw="40rem">
        {t(`step.${step}_why`)}
      </Text>
      <Button
        variant={step === "open" ? "filled" : "light"}
        loading={move.isPending}
        onClick={() => {
          move.mutate(step);
        }}
      >
        {t(`step.${step}`)}
      </Button>
      {session.state === "draft" && <Discard session={session} />}
      {move.isError && <Problem problem={move.error} />}
    </Group>
  );
}

function Discard({ session }: { session: SessionOut }) {
  const { t } = useTranslation("calibration");
  const discard = useDiscard(session);
  const navigate = useNavigate();
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        loading={discard.isPending}
        onClick={() => {
          discard.mutate(undefined, { onSuccess: () => void navigate("/calibration") });
        }}
      >
        {t("step.discard")}
      </Button>
      {discard.isError && <Problem problem={discard.error} />}
    </>
  );
}

/** What is mine to score, and handing it in. */
function MyCalls({ session }: { session: SessionOut }) {
  const { t } = useTranslation("calibration");
  const { person } = useMe();
  const handIn = useHandIn(session.id);
  const handed = session.participants.find((one) => one.person_id === person.id)?.handed_in_at ?? null;
  const open = session.calls.filter((call) => call.mine_finished === false).length;
  return (
    <section aria-labelledby="my-calls">
      <Title order={2} size="h4" id="my-calls">
        {t("mine.title")}
      </Title>
      <Text size="sm" c="dimmed" maw="46rem">
        {t("mine.lead")}
      </Text>
      <ul className={classes.list}>
        {session.calls.map((call) => (
          <li key={call.call_id}>
            {call.mine_finished ? (
              <IconCircleCheck size={18} stroke={1.7} aria-label={t("mine.finished")} />
            ) : (
              <IconCircle size={18} stroke={1.7} aria-label={t("mine.open")} />
            )}
            <Link to={`/calibration/${session.id}/calls/${call.call_id}`}>
              <bdi>{call.agent_name ?? call.file_name}</bdi>
            </Link>
            {call.duration_ms !== null && <bdi className={classes.by}>{formatLength(call.duration_ms)}</bdi>}
            <SimulatedBadge simulated={call.simulated} />
          </li>
        ))}
      </ul>
      {handed !== null ? (
        <Text>{t("mine.handed_in")}</Text>
      ) : (
        <Group gap="md">
          <Button
            disabled={open > 0}
            loading={handIn.isPending}
            onClick={() => {
              handIn.mutate();
            }}
          >
            {t("mine.hand_in")}
          </Button>
          {open > 0 && <Text size="sm">{t("mine.still", { open })}</Text>}
        </Group>
      )}
      {handIn.isError && <Problem problem={handIn.error} />}
    </section>
  );
}

/** How far everybody has come; nobody sees what was answered. */
function Progress({ session }: { session: SessionOut }) {
  const { t } = useTranslation("calibration");
  return (
    <section aria-labelledby="progress">
      <Title order={2} size="h4" id="progress">
        {t("progress.title")}
      </Title>
      <ul className={classes.list}>
        {session.participants.map((one) => (
          <li key={one.person_id}>
            <bdi>{one.name}</bdi>
            <span className={classes.by}>
              {one.handed_in_at === null
                ? t("progress.of", { finished: one.finished, calls: session.calls.length })
                : t("progress.handed_in")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
