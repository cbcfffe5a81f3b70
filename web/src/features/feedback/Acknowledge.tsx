import { Button, Group, Stack, Text, Textarea, Title } from "@mantine/core";
import { IconCircleCheckFilled } from "@tabler/icons-react";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { EvaluationOut } from "../../api";
import { formatDateTime } from "../../ui/format";
import { Problem } from "../../ui/Problem";
import classes from "./Feedback.module.css";
import { useAcknowledge } from "./queries";

const LONGEST_NOTE = 2000;

/** Where the agent says "I have read this", in their own words if they like. */
export function Acknowledge({ evaluation }: { evaluation: EvaluationOut }) {
  return (
    <section className={classes.acknowledge} aria-labelledby="acknowledge">
      {evaluation.acknowledged_at === null ? (
        <Form evaluation={evaluation} />
      ) : (
        <Done at={evaluation.acknowledged_at} words={evaluation.acknowledgement} />
      )}
    </section>
  );
}

function Form({ evaluation }: { evaluation: EvaluationOut }) {
  const { t } = useTranslation("feedback");
  const [note, setNote] = useState("");
  const acknowledge = useAcknowledge(evaluation.id);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    acknowledge.mutate(note.trim() === "" ? null : note.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>
          <Title order={2} size="h4" id="acknowledge">
            {t("acknowledge.title")}
          </Title>
          <Text c="dimmed">{t("acknowledge.lead")}</Text>
        </div>
        <Textarea
          label={t("acknowledge.note")}
          placeholder={t("acknowledge.note_hint")}
          autosize
          minRows={3}
          maxLength={LONGEST_NOTE}
          value={note}
          onChange={(event) => {
            setNote(event.currentTarget.value);
          }}
        />
        {acknowledge.isError && <Problem problem={acknowledge.error} />}
        <Group>
          <Button type="submit" loading={acknowledge.isPending}>
            {t("acknowledge.submit")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Done({ at, words }: { at: string; words: string | null }) {
  const { t, i18n } = useTranslation("feedback");
  return (
    <Stack gap="sm" role="status">
      <Group gap="xs" wrap="nowrap">
        <IconCircleCheckFilled size={24} color="var(--mashov-said)" aria-hidden />
        <Title order={2} size="h4" id="acknowledge">
          {t("acknowledge.done", { date: formatDateTime(at, i18n.language) })}
        </Title>
      </Group>
      {words !== null && words !== "" && (
        <>
          <Text size="sm" c="dimmed">
            {t("acknowledge.your_words")}
          </Text>
          <blockquote className={classes.words} dir="auto">
            {words}
          </blockquote>
        </>
      )}
    </Stack>
  );
}
