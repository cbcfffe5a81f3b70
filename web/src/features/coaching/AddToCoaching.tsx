import { Button, Group, Modal, Stack, Text, Textarea, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconSchool } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { QuestionOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { useWhere } from "../../workbench/written/where";
import { coaches } from "../session/rights";
import { useMe } from "../session/session";
import { dayAfter } from "./plan";
import { useAddMoment } from "./queries";

const AROUND_MS = 2_000;
const AFTER_MS = 8_000;
const TASK_DAYS = 7;

interface AddProps {
  callId: string;
  durationMs: number;
  question: QuestionOut;
  className?: string;
}

/** Adds a question of this call, with its moment, to what its agent is coached on. */
export function AddToCoaching(props: AddProps) {
  const { t } = useTranslation("coaching");
  const [open, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
  };
  return (
    <>
      <UnstyledButton
        className={props.className}
        onClick={() => {
          setOpen(true);
        }}
      >
        <IconSchool size={15} stroke={1.8} aria-hidden />
        {t("add.open")}
      </UnstyledButton>
      <Modal
        opened={open}
        onClose={close}
        title={t("add.title")}
        centered
      >
        <Form {...props} onDone={close} />
      </Modal>
    </>
  );
}

function Form({ callId, durationMs, question, onDone }: AddProps & { onDone: () => void }) {
  const { t } = useTranslation("coaching");
  const textIn = useTexts();
  const { person } = useMe();
  const { written, at } = useWhere();
  const add = useAddMoment(callId);
  const [words, setWords] = useState("");
  const evidence = question.suggestion?.evidence[0];
  const start = evidence ? Math.max(0, evidence.start_ms - AROUND_MS) : null;
  const end = evidence ? Math.min(durationMs, evidence.end_ms + AFTER_MS) : null;
  const proposes = !coaches(person.role);
  return (
    <Stack>
      <Text fw={550} dir="auto">
        {textIn(question.text)}
      </Text>
      <Text size="sm" c="dimmed">
        {start === null || end === null ? (
          t("add.whole")
        ) : (
          <>
            {t("add.span")} {written ? <bdi>{at(start)}</bdi> : <bdi dir="ltr">{`${at(start)}–${at(end)}`}</bdi>}
          </>
        )}
      </Text>
      <Textarea
        label={t("add.words")}
        description={t(proposes ? "add.words_proposed" : "add.words_why")}
        autosize
        minRows={2}
        maxLength={2000}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
        }}
      />
      {add.isError && <Problem problem={add.error} />}
      <Group justify="flex-end">
        <Button
          loading={add.isPending}
          onClick={() => {
            add.mutate(
              { question_id: question.id, start_ms: start, end_ms: end, words, due_on: dayAfter(new Date(), TASK_DAYS) },
              {
                onSuccess: () => {
                  notifications.show({ message: t(proposes ? "add.proposed" : "add.done") });
                  onDone();
                },
              },
            );
          }}
        >
          {t(proposes ? "add.propose" : "add.yes")}
        </Button>
      </Group>
    </Stack>
  );
}
