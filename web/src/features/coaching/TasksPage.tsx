import { Badge, Button, Group, Skeleton, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconChecklist, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import type { CoachingTaskOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate, isolated } from "../../ui/format";
import { More } from "../../ui/More";
import { useProblemText } from "../../ui/problems";
import { useTexts } from "../../workbench/language";
import classes from "./Coaching.module.css";
import { CoachingFrame } from "./CoachingFrame";
import { GiveToCohort } from "./GiveToCohort";
import { Hear } from "./Hear";
import { usePrepare, useTasks, useTaskStep } from "./queries";

/** What agents were asked to hear or think about, and what reviewers propose. */
export function TasksPage() {
  const { t } = useTranslation("coaching");
  const tasks = useTasks();
  const [giving, setGiving] = useState(false);
  const items = tasks.data?.pages.flatMap((page) => page.items);
  return (
    <CoachingFrame
      lead={t("lead_tasks")}
      action={
        <Button
          leftSection={<IconUsers size={18} stroke={1.7} aria-hidden />}
          onClick={() => {
            setGiving(true);
          }}
        >
          {t("cohort_task.open")}
        </Button>
      }
    >
      {giving && (
        <GiveToCohort
          cohortId={null}
          questionId={null}
          onClose={() => {
            setGiving(false);
          }}
        />
      )}
      {tasks.isPending && <Skeleton height={180} radius="lg" />}
      {tasks.isError && !items && (
        <Failure
          problem={tasks.error}
          onRetry={() => {
            void tasks.refetch();
          }}
        />
      )}
      {items?.length === 0 && (
        <Empty icon={<IconChecklist size={48} stroke={1.3} />} title={t("empty.tasks")} body={t("empty.tasks_body")} />
      )}
      <ul className={classes.cards}>
        {items?.map((task) => (
          <Card key={task.id} task={task} />
        ))}
      </ul>
      <More list={tasks} />
    </CoachingFrame>
  );
}

function Card({ task }: { task: CoachingTaskOut }) {
  const { t, i18n } = useTranslation("coaching");
  const textIn = useTexts();
  const heading = `task-${task.id}`;
  const { call_id: call, start_ms: start, end_ms: end } = task;
  return (
    <li className={classes.card} aria-labelledby={heading}>
      <div className={classes.head}>
        <Title order={2} size="h5" id={heading}>
          <bdi>{task.agent.name}</bdi>
        </Title>
        <Badge variant="light" color="gray" tt="none" fw={550} c="var(--mantine-color-text)">
          {t(`task_state.${task.state}`)}
        </Badge>
      </div>
      {task.question !== null && (
        <p className={classes.question} dir="auto">
          {textIn(task.question)}
        </p>
      )}
      {task.words !== null && (
        <p className={classes.words} dir="auto">
          {task.words}
        </p>
      )}
      {call !== null && task.has_sound && (
        <Group gap="sm">
          <Hear what={{ task: task.id }} lengthMs={start === null || end === null ? null : end - start} />
        </Group>
      )}
      <p className={classes.facts}>
        <span>{t(`source.${task.source}`)}</span>
        <span>{t("made_by", { name: isolated(task.made_by), date: formatDate(task.made_at, i18n.language) })}</span>
        {task.due_on !== null && <span>{t("due", { date: formatDate(task.due_on, i18n.language) })}</span>}
        {call !== null && <Link to={`/calls/${call}${start === null ? "" : `?t=${start}`}`}>{t("open_call")}</Link>}
        {task.session_id !== null && <Link to={`/coaching/sessions/${task.session_id}`}>{t("open_session")}</Link>}
      </p>
      {task.agent_words !== null && <blockquote className={classes.said}>{task.agent_words}</blockquote>}
      {(task.state === "open" || task.state === "proposed") && <Steps task={task} />}
    </li>
  );
}

function Steps({ task }: { task: CoachingTaskOut }) {
  const { t } = useTranslation("coaching");
  const problemText = useProblemText();
  const navigate = useNavigate();
  const step = useTaskStep(task);
  const prepare = usePrepare();
  const tell = {
    onError: (problem: unknown) => {
      notifications.show({ message: problemText(problem) });
    },
  };
  return (
    <Group gap={6}>
      {task.state === "proposed" && (
        <Button
          size="compact-sm"
          variant="light"
          loading={step.isPending}
          onClick={() => {
            step.mutate("accept", tell);
          }}
        >
          {t("accept")}
        </Button>
      )}
      {task.session_id === null && (
        <Button
          size="compact-sm"
          variant="light"
          loading={prepare.isPending}
          onClick={() => {
            prepare.mutate(
              { agent_id: task.agent.id, task_ids: [task.id] },
              { ...tell, onSuccess: (session) => void navigate(`/coaching/sessions/${session.id}`) },
            );
          }}
        >
          {t("take_up")}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="subtle"
        loading={step.isPending}
        onClick={() => {
          step.mutate("withdraw", tell);
        }}
      >
        {t("withdraw")}
      </Button>
    </Group>
  );
}
