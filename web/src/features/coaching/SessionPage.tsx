import { Badge, Button, Group, Skeleton, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import type { CoachingSessionOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { formatDate, isolated } from "../../ui/format";
import { NotHere } from "../../ui/NotHere";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { callOf } from "./addresses";
import { Agreement } from "./Agreement";
import { ClipList } from "./ClipList";
import classes from "./Coaching.module.css";
import { draftOf, isWhole, planOf } from "./plan";
import { useDrop, useDropAction, useSession, useStep } from "./queries";
import { SessionEditor } from "./SessionEditor";

/** One session, for those who coach: written until it is acknowledged, followed after that. */
export function SessionPage() {
  const { t } = useTranslation("coaching");
  const { id = "" } = useParams();
  const session = useSession(id);
  if (session.isError && !session.data) return <NotHere asked={session} />;
  return (
    <div className={classes.page}>
      <BackLink to="/coaching/sessions">{t("back")}</BackLink>
      {session.isPending ? <Skeleton height={320} radius="lg" /> : <Session session={session.data} />}
    </div>
  );
}

function Session({ session }: { session: CoachingSessionOut }) {
  const { t, i18n } = useTranslation("coaching");
  const written = session.state !== "acknowledged";
  return (
    <>
      <PageHead
        title={t("session_of", { name: isolated(session.agent.name) })}
        lead={t(`session_lead.${session.state}`)}
        action={
          <Badge variant="light" color="gray" tt="none" fw={550} size="lg" c="var(--mantine-color-text)">
            {t(`session_state.${session.state}`)}
          </Badge>
        }
      />
      {session.held_at !== null && <Followed session={session} />}
      {session.agent_words !== null && (
        <section className={classes.section} aria-labelledby="agent-words">
          <Title order={2} size="h4" id="agent-words">
            {t("agent_words", { name: isolated(session.agent.name) })}
          </Title>
          <blockquote className={classes.said}>{session.agent_words}</blockquote>
          {session.acknowledged_at !== null && (
            <Text size="sm" c="dimmed">
              {t("acknowledged_on", { date: formatDate(session.acknowledged_at, i18n.language) })}
            </Text>
          )}
        </section>
      )}
      {written ? <Written key={session.version} session={session} /> : <Read session={session} />}
    </>
  );
}

/** How what was agreed stands by the calls since. */
function Followed({ session }: { session: CoachingSessionOut }) {
  const { t } = useTranslation("coaching");
  const drop = useDropAction(session);
  if (session.actions.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="followed">
      <Title order={2} size="h4" id="followed">
        {t("followed")}
      </Title>
      {session.actions.map((action) => (
        <div key={action.id}>
          <Agreement action={action} addressOf={callOf} />
          {action.standing !== "met" && (
            <Button
              size="compact-sm"
              variant="subtle"
              mt={4}
              loading={drop.isPending}
              onClick={() => {
                drop.mutate(action.id);
              }}
            >
              {t("drop_action")}
            </Button>
          )}
        </div>
      ))}
      {drop.isError && <Problem problem={drop.error} />}
    </section>
  );
}

function Written({ session }: { session: CoachingSessionOut }) {
  const { t } = useTranslation("coaching");
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => draftOf(session));
  const step = useStep(session);
  const drop = useDrop(session);
  const whole = isWhole(draft);
  const go = (deed: "keep" | "share" | "hold") => {
    step.mutate(
      { deed, plan: planOf(draft) },
      {
        onSuccess: () => {
          notifications.show({ message: t(`stepped.${deed}`) });
        },
      },
    );
  };
  return (
    <>
      <SessionEditor
        session={session}
        draft={draft}
        onChange={(changed) => {
          setDraft((before) => ({ ...before, ...changed }));
        }}
      />
      {step.isError && <Problem problem={step.error} />}
      {drop.isError && <Problem problem={drop.error} />}
      <div className={classes.bar}>
        <Button
          variant="default"
          disabled={!whole}
          loading={step.isPending}
          onClick={() => {
            go("keep");
          }}
        >
          {t("step.keep")}
        </Button>
        {session.state === "draft" && (
          <Button
            disabled={!whole}
            loading={step.isPending}
            onClick={() => {
              go("share");
            }}
          >
            {t("step.share")}
          </Button>
        )}
        {session.held_at === null && (
          <>
            <Button
              variant={session.state === "draft" ? "light" : "filled"}
              disabled={!whole}
              loading={step.isPending}
              onClick={() => {
                go("hold");
              }}
            >
              {t("step.hold")}
            </Button>
            <Button
              variant="subtle"
              loading={drop.isPending}
              onClick={() => {
                drop.mutate(undefined, { onSuccess: () => void navigate("/coaching/sessions") });
              }}
            >
              {t("step.drop")}
            </Button>
          </>
        )}
      </div>
    </>
  );
}

/** An acknowledged session stays as it was. */
function Read({ session }: { session: CoachingSessionOut }) {
  const { t } = useTranslation("coaching");
  return (
    <>
      {session.went_well !== null && (
        <section className={classes.section} aria-labelledby="went-well">
          <Title order={2} size="h4" id="went-well">
            {t("went_well")}
          </Title>
          <p className={classes.words}>{session.went_well}</p>
        </section>
      )}
      {session.agenda.length > 0 && (
        <section className={classes.section} aria-labelledby="agenda">
          <Title order={2} size="h4" id="agenda">
            {t("agenda")}
          </Title>
          <ol className={classes.agenda}>
            {session.agenda.map((line, place) => (
              <li key={`${place}-${line}`}>{line}</li>
            ))}
          </ol>
        </section>
      )}
      {session.clips.length > 0 && (
        <section className={classes.section} aria-labelledby="clips">
          <Title order={2} size="h4" id="clips">
            {t("to_hear")}
          </Title>
          <ClipList clips={session.clips} addressOf={callOf} />
        </section>
      )}
      {session.private_note !== null && (
        <section className={classes.section} aria-labelledby="note">
          <Group gap="sm">
            <Title order={2} size="h4" id="note">
              {t("note")}
            </Title>
          </Group>
          <p className={classes.words}>{session.private_note}</p>
        </section>
      )}
    </>
  );
}
