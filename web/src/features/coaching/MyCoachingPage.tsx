import { Badge, Button, Group, Skeleton, Text, Textarea, Title } from "@mantine/core";
import { IconCircleCheckFilled, IconSchool } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { OwnCoaching, OwnCoachingBrief, OwnCoachingTask } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate, formatDateTime, isolated } from "../../ui/format";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { feedbackOf } from "./addresses";
import { Agreement } from "./Agreement";
import classes from "./Coaching.module.css";
import { useDrills } from "../practice/drills/queries";
import { Hear } from "./Hear";
import { Lines } from "./Lines";
import { useFinish, useOwnCoaching } from "./queries";

/** The agent's own: what went well first, then what waits, then what was agreed. */
export function MyCoachingPage() {
  const { t } = useTranslation("coaching");
  const own = useOwnCoaching();
  return (
    <div className={classes.own}>
      <PageHead title={t("mine.title")} lead={t("mine.lead")} />
      {own.isPending && <Skeleton height={260} radius="lg" />}
      {own.isError && !own.data && (
        <Failure
          problem={own.error}
          onRetry={() => {
            void own.refetch();
          }}
        />
      )}
      {own.data && <Mine own={own.data} />}
    </div>
  );
}

function Mine({ own }: { own: OwnCoaching }) {
  const { t } = useTranslation("coaching");
  const waiting = own.tasks.filter((task) => task.state === "open");
  const done = own.tasks.filter((task) => task.state === "done");
  const going = own.actions.filter((action) => action.standing !== "met");
  if (own.tasks.length + own.sessions.length + own.actions.length === 0) {
    return <Empty icon={<IconSchool size={52} stroke={1.3} />} title={t("mine.empty")} body={t("mine.empty_body")} />;
  }
  return (
    <>
      <WentWell own={own} />
      {own.sessions.length > 0 && (
        <Section id="sessions" title={t("mine.sessions")}>
          <ul className={classes.cards}>
            {own.sessions.map((session) => (
              <SessionCard key={session.id} session={session} />
            ))}
          </ul>
        </Section>
      )}
      {waiting.length > 0 && (
        <Section id="waiting" title={t("mine.waiting")}>
          <ul className={classes.cards}>
            {waiting.map((task) => (
              <TaskCard key={task.id} task={task} />
            ))}
          </ul>
        </Section>
      )}
      {going.length > 0 && (
        <Section id="agreed" title={t("mine.agreed")}>
          {going.map((action) => (
            <Agreement key={action.id} action={action} addressOf={feedbackOf} />
          ))}
        </Section>
      )}
      {done.length > 0 && (
        <details className={classes.proof}>
          <summary>{t("mine.done", { count: done.length })}</summary>
          <ul className={classes.cards}>
            {done.map((task) => (
              <TaskCard key={task.id} task={task} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function WentWell({ own }: { own: OwnCoaching }) {
  const { t } = useTranslation("coaching");
  const met = own.actions.filter((action) => action.standing === "met");
  if (met.length === 0 && own.went_well.length === 0) return null;
  return (
    <section className={classes.well} aria-labelledby="well">
      <Title order={2} size="h4" id="well">
        {t("mine.well")}
      </Title>
      <ul>
        {own.went_well.map((words, place) => (
          <li key={`${place}-${words}`}>
            <IconCircleCheckFilled size={19} aria-hidden />
            <span className={classes.words}>{words}</span>
          </li>
        ))}
      </ul>
      {met.map((action) => (
        <Agreement key={action.id} action={action} addressOf={feedbackOf} />
      ))}
    </section>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-labelledby={id}>
      <Title order={2} size="h4" id={id}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function SessionCard({ session }: { session: OwnCoachingBrief }) {
  const { t, i18n } = useTranslation("coaching");
  const heading = `session-${session.id}`;
  const waits = session.state === "held";
  return (
    <li className={classes.card} aria-labelledby={heading}>
      <div className={classes.head}>
        <Title order={3} size="h5" id={heading}>
          {t("mine.session_with", { name: isolated(session.trainer) })}
        </Title>
        <Badge variant="light" color="gray" tt="none" fw={550} c="var(--mantine-color-text)">
          {t(`mine.state.${session.state}`)}
        </Badge>
      </div>
      <p className={classes.facts}>
        {session.held_at !== null ? (
          <span>{t("held_on", { date: formatDate(session.held_at, i18n.language) })}</span>
        ) : (
          session.planned_for !== null && (
            <span>{t("planned_for", { date: formatDateTime(session.planned_for, i18n.language) })}</span>
          )
        )}
        <span>{t("clips", { count: session.clips })}</span>
      </p>
      <Group>
        <Button component={Link} to={`/my-coaching/${session.id}`} variant={waits ? "filled" : "light"}>
          {t(waits ? "mine.read_and_say" : "mine.open")}
        </Button>
      </Group>
    </li>
  );
}

function TaskCard({ task }: { task: OwnCoachingTask }) {
  const { t, i18n } = useTranslation("coaching");
  const textIn = useTexts();
  return (
    <li className={classes.card}>
      {task.question !== null && (
        <p className={classes.question} dir="auto">
          {textIn(task.question)}
        </p>
      )}
      {task.words !== null && <p className={classes.words}>{task.words}</p>}
      {task.has_sound && (
        <Group gap="sm">
          <Hear what={{ task: task.id }} lengthMs={task.length_ms} />
        </Group>
      )}
      <Lines lines={task.heard} />
      {task.state === "open" && <Drill questionId={task.question_id} />}
      <p className={classes.facts}>
        <span>{t("from", { name: isolated(task.made_by) })}</span>
        {task.due_on !== null && <span>{t("due", { date: formatDate(task.due_on, i18n.language) })}</span>}
      </p>
      {task.state === "open" ? (
        <Finish task={task} />
      ) : (
        task.agent_words !== null && <blockquote className={classes.said}>{task.agent_words}</blockquote>
      )}
    </li>
  );
}

/** The drill of what the task is about, where there is one for this agent. */
function Drill({ questionId }: { questionId: string | null }) {
  const { t } = useTranslation("coaching");
  const drills = useDrills();
  const drill = questionId === null ? undefined : drills.data?.find((one) => one.question_id === questionId);
  if (!drill) return null;
  return (
    <Group>
      <Button component={Link} to={`/practice/drills/${drill.id}`} size="compact-md" variant="light">
        {t("mine.drill")}
      </Button>
    </Group>
  );
}

function Finish({ task }: { task: OwnCoachingTask }) {
  const { t } = useTranslation("coaching");
  const finish = useFinish(task);
  const [words, setWords] = useState("");
  return (
    <>
      <Textarea
        label={t("mine.task_words")}
        autosize
        minRows={2}
        maxLength={2000}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
        }}
      />
      {finish.isError && <Problem problem={finish.error} />}
      <Group>
        <Button
          variant="light"
          loading={finish.isPending}
          onClick={() => {
            finish.mutate(words);
          }}
        >
          {t("mine.finish")}
        </Button>
        <Text size="sm" c="dimmed">
          {t("mine.finish_hint")}
        </Text>
      </Group>
    </>
  );
}
