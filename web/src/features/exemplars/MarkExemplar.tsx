import { Button, Checkbox, Group, Modal, Stack, Text, Textarea, TextInput, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconStar } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { QuestionOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { useMark } from "./queries";
import { AROUND_MS } from "../../ui/sound/span";
import { SpanFields } from "../../ui/sound/SpanFields";
import type { Part } from "../../ui/sound/useSound";

const LONGEST_REASON = 2000;
const LONGEST_PHRASE = 300;

interface MarkExemplarProps {
  callId: string;
  durationMs: number;
  /** What the moment shows; null: words of one's own say it. */
  question: QuestionOut | null;
  className?: string;
}

/** Marks a moment of this call as showing how it is done. The span begins as the one that the answer rests on. */
export function MarkExemplar({ callId, durationMs, question, className }: MarkExemplarProps) {
  const { t } = useTranslation("exemplars");
  const [open, setOpen] = useState(false);
  return (
    <>
      <UnstyledButton
        className={className}
        onClick={() => {
          setOpen(true);
        }}
      >
        <IconStar size={15} stroke={1.8} aria-hidden />
        {t("mark.open")}
      </UnstyledButton>
      <Modal
        opened={open}
        onClose={() => {
          setOpen(false);
        }}
        title={t("mark.title")}
        centered
      >
        <Form
          callId={callId}
          durationMs={durationMs}
          question={question}
          onDone={() => {
            setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}

type FormProps = Omit<MarkExemplarProps, "className"> & { onDone: () => void };

function Form({ callId, durationMs, question, onDone }: FormProps) {
  const { t } = useTranslation("exemplars");
  const textIn = useTexts();
  const mark = useMark(callId);
  const evidence = question?.suggestion?.evidence[0];
  const [phrase, setPhrase] = useState("");
  const [whole, setWhole] = useState(evidence === undefined);
  const [around] = useState<Part>(() => ({
    startMs: Math.max(0, (evidence?.start_ms ?? 0) - AROUND_MS),
    endMs: Math.min(durationMs, (evidence?.end_ms ?? durationMs) + AROUND_MS),
  }));
  const [span, setSpan] = useState<Part | null>(around);
  const [why, setWhy] = useState("");
  const [offered, setOffered] = useState(true);
  const ready = (whole || span !== null) && why.trim() !== "" && (question !== null || phrase.trim() !== "");
  const send = () => {
    mark.mutate(
      {
        question_id: question?.id ?? null,
        phrase: question === null ? phrase.trim() : null,
        start_ms: whole || span === null ? null : span.startMs,
        end_ms: whole || span === null ? null : span.endMs,
        why: why.trim(),
        offered,
      },
      {
        onSuccess: () => {
          notifications.show({ message: t("mark.done") });
          onDone();
        },
      },
    );
  };
  return (
    <Stack>
      {question ? (
        <Text fw={550} dir="auto">
          {textIn(question.text)}
        </Text>
      ) : (
        <TextInput
          label={t("mark.phrase")}
          required
          maxLength={LONGEST_PHRASE}
          value={phrase}
          onChange={(event) => {
            setPhrase(event.currentTarget.value);
          }}
        />
      )}
      <Checkbox
        label={t("mark.whole")}
        checked={whole}
        onChange={(event) => {
          setWhole(event.currentTarget.checked);
        }}
      />
      {!whole && (
        <SpanFields span={around} durationMs={durationMs} onChange={setSpan} />
      )}
      <Textarea
        label={t("mark.why")}
        autosize
        minRows={2}
        maxLength={LONGEST_REASON}
        required
        value={why}
        onChange={(event) => {
          setWhy(event.currentTarget.value);
        }}
      />
      <Checkbox
        label={t("mark.offer")}
        description={t("mark.offer_hint")}
        checked={offered}
        onChange={(event) => {
          setOffered(event.currentTarget.checked);
        }}
      />
      {mark.isError && <Problem problem={mark.error} />}
      <Group justify="flex-end">
        <Button disabled={!ready} loading={mark.isPending} onClick={send}>
          {t("mark.yes")}
        </Button>
      </Group>
    </Stack>
  );
}
