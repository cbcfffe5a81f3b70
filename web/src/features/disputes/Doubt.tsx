import { Anchor, Button, Group, Stack, Text, Textarea, UnstyledButton } from "@mantine/core";
import { IconClockPlus, IconMessageQuestion, IconX } from "@tabler/icons-react";
import { type SyntheticEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DoubtIn, FeedbackDisputesOut, QuestionOut } from "../../api";
import { useTexts } from "../../workbench/language";
import { useWhere } from "../../workbench/written/where";
import { LONGEST } from "./ChangeRows";
import classes from "./Disputes.module.css";
import type { Doubts } from "./doubts";

interface DoubtProps {
  question: QuestionOut;
  told: FeedbackDisputesOut;
  doubts: Doubts;
  /** Where the recording stands, in milliseconds. */
  moment: () => number;
}

/** Beside a question of one's own feedback: a quiet way to say that one sees it differently. */
export function Doubt({ question, told, doubts, moment }: DoubtProps) {
  const { t } = useTranslation("disputes");
  const { at } = useWhere();
  const textIn = useTexts();
  const [writing, setWriting] = useState(false);
  const written = doubts.of(question.id);
  const open = told.disputes.find((dispute) => dispute.state === "open");
  if (open?.questions.some((one) => one.question_id === question.id)) return <Note text={t("own.in_it")} />;
  if (told.settled.includes(question.id)) return <Note text={t("own.settled")} />;
  if (told.closed !== null) return null;
  if (writing) {
    return (
      <Form
        question={question}
        start={written}
        moment={moment}
        onDone={(doubt) => {
          if (doubt) doubts.put(doubt);
          setWriting(false);
        }}
      />
    );
  }
  if (written) {
    return (
      <div className={classes.drafted}>
        <Text size="sm" fw={550}>
          {t("own.drafted")}
        </Text>
        <p className={classes.reason} dir="auto">
          {written.reason}
        </p>
        {written.at_ms != null && (
          <Text size="sm" c="dimmed">
            <bdi>{t("own.moment", { time: at(written.at_ms) })}</bdi>
          </Text>
        )}
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              setWriting(true);
            }}
          >
            {t("own.edit")}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            onClick={() => {
              doubts.remove(question.id);
            }}
          >
            {t("own.remove")}
          </Button>
          <Anchor href="#own-disputes" size="sm">
            {t("own.to_send")}
          </Anchor>
        </Group>
      </div>
    );
  }
  return (
    <UnstyledButton
      className={classes.quiet}
      aria-label={`${t("own.see_otherwise")}: ${textIn(question.text)}`}
      onClick={() => {
        setWriting(true);
      }}
    >
      <IconMessageQuestion size={16} stroke={1.7} aria-hidden />
      {t("own.see_otherwise")}
    </UnstyledButton>
  );
}

function Note({ text }: { text: string }) {
  return (
    <Text size="sm" c="dimmed" mt={6}>
      {text}
    </Text>
  );
}

interface FormProps {
  question: QuestionOut;
  start: DoubtIn | undefined;
  moment: () => number;
  /** Called with what was written, or with nothing where it was left. */
  onDone: (doubt: DoubtIn | null) => void;
}

function Form({ question, start, moment, onDone }: FormProps) {
  const { t } = useTranslation("disputes");
  const { at } = useWhere();
  const [reason, setReason] = useState(start?.reason ?? "");
  const [atMs, setAtMs] = useState<number | null>(start?.at_ms ?? null);
  const field = useRef<HTMLTextAreaElement>(null);
  // The button that opened it is gone: the focus goes on here.
  useEffect(() => {
    field.current?.focus();
  }, []);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onDone({ question_id: question.id, reason: reason.trim(), at_ms: atMs });
  };
  return (
    <form onSubmit={submit} className={classes.doubt}>
      <Stack gap="xs">
        <Textarea
          label={t("own.reason")}
          placeholder={t("own.reason_hint")}
          autosize
          minRows={3}
          maxLength={LONGEST}
          ref={field}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            className={classes.wraps}
            leftSection={<IconClockPlus size={15} stroke={1.7} />}
            onClick={() => {
              setAtMs(Math.max(0, Math.round(moment())));
            }}
          >
            {t("own.attach")}
          </Button>
          {atMs !== null && (
            <Button
              size="compact-sm"
              variant="light"
              rightSection={<IconX size={14} stroke={1.8} />}
              aria-label={t("own.detach", { time: at(atMs) })}
              onClick={() => {
                setAtMs(null);
              }}
            >
              <bdi>{t("own.moment", { time: at(atMs) })}</bdi>
            </Button>
          )}
        </Group>
        <Group gap="xs">
          <Button type="submit" size="sm" disabled={reason.trim() === ""}>
            {t("own.add")}
          </Button>
          <Button
            size="sm"
            variant="subtle"
            color="gray"
            onClick={() => {
              onDone(null);
            }}
          >
            {t("common:cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
