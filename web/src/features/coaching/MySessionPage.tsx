import { Button, Group, Skeleton, Stack, Text, Textarea, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";

import type { OwnCoachingSession } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { formatDate, formatDateTime, isolated } from "../../ui/format";
import { NotHere } from "../../ui/NotHere";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { feedbackOf } from "./addresses";
import { Agreement } from "./Agreement";
import { ClipList } from "./ClipList";
import classes from "./Coaching.module.css";
import { useOwnSession, useSay } from "./queries";

/** One of the agent's own sessions: what went well, moments to hear, what was agreed, and the agent's own words. */
export function MySessionPage() {
  const { t } = useTranslation("coaching");
  const { id = "" } = useParams();
  const session = useOwnSession(id);
  if (session.isError && !session.data) return <NotHere asked={session} />;
  return (
    <div className={classes.own}>
      <BackLink to="/my-coaching">{t("mine.title")}</BackLink>
      {session.isPending ? <Skeleton height={320} radius="lg" /> : <Session session={session.data} />}
    </div>
  );
}

function Session({ session }: { session: OwnCoachingSession }) {
  const { t, i18n } = useTranslation("coaching");
  const when =
    session.held_at !== null
      ? t("held_on", { date: formatDate(session.held_at, i18n.language) })
      : session.planned_for !== null
        ? t("planned_for", { date: formatDateTime(session.planned_for, i18n.language) })
        : t("mine.not_planned");
  return (
    <>
      <PageHead title={t("mine.session_with", { name: isolated(session.trainer) })} lead={when} />
      {session.went_well !== null && (
        <section className={classes.well} aria-labelledby="well">
          <Title order={2} size="h4" id="well">
            {t("went_well")}
          </Title>
          <p className={classes.words}>{session.went_well}</p>
        </section>
      )}
      {session.clips.length + session.withheld > 0 && (
        <section className={classes.section} aria-labelledby="clips">
          <Title order={2} size="h4" id="clips">
            {t("mine.to_hear")}
          </Title>
          {session.withheld > 0 && <Text c="dimmed">{t("mine.withheld", { count: session.withheld })}</Text>}
          <ClipList clips={session.clips} addressOf={feedbackOf} />
        </section>
      )}
      {session.agenda.length > 0 && (
        <section className={classes.section} aria-labelledby="agenda">
          <Title order={2} size="h4" id="agenda">
            {t("mine.agenda")}
          </Title>
          <ol className={classes.agenda}>
            {session.agenda.map((line, place) => (
              <li key={`${place}-${line}`}>{line}</li>
            ))}
          </ol>
        </section>
      )}
      {session.actions.length > 0 && (
        <section className={classes.section} aria-labelledby="agreed">
          <Title order={2} size="h4" id="agreed">
            {t("mine.agreed")}
          </Title>
          <Text c="dimmed" size="sm">
            {t("mine.agreed_why")}
          </Text>
          {session.actions.map((action) => (
            <Agreement key={action.id} action={action} addressOf={feedbackOf} />
          ))}
        </section>
      )}
      {session.acknowledged_at === null ? (
        <Say key={session.version} session={session} />
      ) : (
        <Acknowledged at={session.acknowledged_at} words={session.agent_words} />
      )}
    </>
  );
}

function Say({ session }: { session: OwnCoachingSession }) {
  const { t } = useTranslation("coaching");
  const say = useSay(session);
  const [words, setWords] = useState(session.agent_words ?? "");
  const held = session.state === "held";
  const go = (acknowledge: boolean) => {
    say.mutate(
      { words, acknowledge },
      {
        onSuccess: () => {
          notifications.show({ message: t(acknowledge ? "mine.acknowledged" : "mine.kept") });
        },
      },
    );
  };
  return (
    <section className={classes.card} aria-labelledby="say">
      <Title order={2} size="h4" id="say">
        {t("mine.say")}
      </Title>
      <Textarea
        label={t("mine.words")}
        description={t("mine.words_why")}
        autosize
        minRows={3}
        maxLength={2000}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
        }}
      />
      {say.isError && <Problem problem={say.error} />}
      <Group>
        <Button
          variant={held ? "default" : "filled"}
          loading={say.isPending}
          onClick={() => {
            go(false);
          }}
        >
          {t("mine.keep")}
        </Button>
        {held && (
          <Button
            loading={say.isPending}
            onClick={() => {
              go(true);
            }}
          >
            {t("mine.acknowledge")}
          </Button>
        )}
      </Group>
      {!held && (
        <Text size="sm" c="dimmed">
          {t("mine.acknowledge_later")}
        </Text>
      )}
    </section>
  );
}

function Acknowledged({ at, words }: { at: string; words: string | null }) {
  const { t, i18n } = useTranslation("coaching");
  return (
    <Stack gap="sm" className={classes.card}>
      <Group gap="xs" wrap="nowrap">
        <IconCircleCheckFilled size={24} color="var(--mashov-said)" aria-hidden />
        <Title order={2} size="h4">
          {t("acknowledged_on", { date: formatDate(at, i18n.language) })}
        </Title>
      </Group>
      {words !== null && <blockquote className={classes.said}>{words}</blockquote>}
    </Stack>
  );
}
