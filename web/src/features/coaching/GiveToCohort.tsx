import { Button, Group, Modal, MultiSelect, Select, Skeleton, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { CohortBoard } from "../../api";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { useBoard, useProgrammes } from "../programmes/queries";
import { behind } from "./behind";
import { dayAfter } from "./plan";
import { useGiveTasks } from "./queries";

const DAYS = 28;
const TASK_DAYS = 7;

interface GiveProps {
  /** Null: it is chosen here. */
  cohortId: string | null;
  questionId: string | null;
  onClose: () => void;
}

/** Gives one task about a target of a cohort: to those who are behind it, to all of them, or to some. */
export function GiveToCohort({ cohortId, questionId, onClose }: GiveProps) {
  const { t } = useTranslation("coaching");
  const [chosen, setChosen] = useState(cohortId);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("cohort_task.title")}
      attributes={{ header: { role: "none" } }}
    >
      <Stack gap="md">
        {cohortId === null && <WhichCohort value={chosen} onChange={setChosen} />}
        {chosen !== null && <OfCohort key={chosen} cohortId={chosen} questionId={questionId} onClose={onClose} />}
      </Stack>
    </Modal>
  );
}

function WhichCohort({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation("coaching");
  const programmes = useProgrammes();
  const groups = (programmes.data ?? [])
    .filter((programme) => programme.ended_at === null)
    .map(({ name, cohorts }) => ({
      group: name,
      items: cohorts.filter((one) => one.ended_at === null).map((one) => ({ value: one.id, label: one.name })),
    }))
    .filter((group) => group.items.length > 0);
  return (
    <Select
      label={t("cohort_task.cohort")}
      description={groups.length === 0 && programmes.data ? t("cohort_task.no_cohort") : undefined}
      data={groups}
      value={value}
      allowDeselect={false}
      data-autofocus
      onChange={onChange}
    />
  );
}

function OfCohort({ cohortId, questionId, onClose }: GiveProps & { cohortId: string }) {
  const { t } = useTranslation("coaching");
  const board = useBoard(cohortId, DAYS);
  if (board.isError && !board.data) return <Problem problem={board.error} />;
  if (!board.data || board.isPlaceholderData) return <Skeleton height={240} radius="md" />;
  if (board.data.targets.length === 0) return <Text c="dimmed">{t("cohort_task.no_target")}</Text>;
  return <Form board={board.data} questionId={questionId} onClose={onClose} />;
}

function Form({ board, questionId, onClose }: { board: CohortBoard; questionId: string | null; onClose: () => void }) {
  const { t } = useTranslation("coaching");
  const textIn = useTexts();
  const give = useGiveTasks();
  const [question, setQuestion] = useState(questionId ?? board.targets[0]?.question_id ?? "");
  const [who, setWho] = useState(() => behind(board, question));
  const [words, setWords] = useState("");
  const [dueOn, setDueOn] = useState(() => dayAfter(new Date(), TASK_DAYS));
  const able = board.members.map((member) => member.person).filter((person) => !person.disabled);
  const late = behind(board, question);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    give.mutate(
      { agent_ids: who, question_id: question, cohort_id: board.cohort.id, words, due_on: dueOn === "" ? null : dueOn },
      {
        onSuccess: (made) => {
          const had = who.length - made.length;
          const told = [t("cohort_task.given", { count: made.length }), had > 0 ? t("cohort_task.had", { count: had }) : ""];
          notifications.show({ message: told.filter((one) => one !== "").join(" ") });
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Select
          label={t("cohort_task.target")}
          data={board.targets.map((target) => ({ value: target.question_id, label: textIn(target.text) }))}
          value={question}
          allowDeselect={false}
          onChange={(value) => {
            if (value === null) return;
            setQuestion(value);
            setWho(behind(board, value));
          }}
        />
        <MultiSelect
          label={t("cohort_task.who")}
          description={t("cohort_task.who_why", { count: late.length })}
          data={able.map((person) => ({ value: person.id, label: person.name }))}
          value={who}
          searchable
          hidePickedOptions
          nothingFoundMessage={t("people:no_match")}
          onChange={setWho}
        />
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="light"
            disabled={late.length === 0}
            onClick={() => {
              setWho(late);
            }}
          >
            {t("cohort_task.behind", { count: late.length })}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              setWho(able.map((person) => person.id));
            }}
          >
            {t("cohort_task.all", { count: able.length })}
          </Button>
        </Group>
        <Textarea
          label={t("add.words")}
          description={t("cohort_task.words_why")}
          autosize
          minRows={2}
          maxLength={2000}
          dir="auto"
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
          }}
        />
        <TextInput
          type="date"
          label={t("cohort_task.due")}
          value={dueOn}
          w={{ base: "100%", sm: 220 }}
          onChange={(event) => {
            setDueOn(event.currentTarget.value);
          }}
        />
        {give.isError && <Problem problem={give.error} />}
        <Group>
          <Button type="submit" disabled={who.length === 0} loading={give.isPending}>
            {t("cohort_task.give", { count: who.length })}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("common:cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
