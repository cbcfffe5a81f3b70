import { Button, Checkbox, Group, Stack, Textarea } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ComparedQuestion, ComparisonOut } from "../../api";
import { formatDateTime } from "../../ui/format";
import { Problem } from "../../ui/Problem";
import { runsCalibration } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Calibration.module.css";
import { useSettle } from "./queries";

/** What people said of a question when they compared, and what was decided. */
export function Discussion({ comparison, question }: { comparison: ComparisonOut; question: ComparedQuestion }) {
  const { t, i18n } = useTranslation("calibration");
  const notes = comparison.notes.filter((note) => note.question_id === question.id);
  const [writing, setWriting] = useState(false);
  return (
    <div className={classes.discussion}>
      {notes.length > 0 && (
        <ul className={classes.notes} aria-label={t("notes.title")}>
          {notes.map((note) => (
            <li key={note.id} data-decision={note.decision || undefined}>
              {note.decision && <strong>{t("notes.decided")} </strong>}
              <span dir="auto">{note.text}</span>
              <span className={classes.by}>
                <bdi>{note.person_name}</bdi> · <bdi>{formatDateTime(note.written_at, i18n.language)}</bdi>
              </span>
            </li>
          ))}
        </ul>
      )}
      {comparison.session.state === "compared" && !writing && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() => {
            setWriting(true);
          }}
        >
          {t("notes.write")}
        </Button>
      )}
      {writing && (
        <Write
          comparison={comparison}
          question={question}
          onDone={() => {
            setWriting(false);
          }}
        />
      )}
    </div>
  );
}

interface WriteProps {
  comparison: ComparisonOut;
  question: ComparedQuestion;
  onDone: () => void;
}

function Write({ comparison, question, onDone }: WriteProps) {
  const { t } = useTranslation("calibration");
  const { person } = useMe();
  const settle = useSettle(comparison.session);
  const [text, setText] = useState("");
  const [decision, setDecision] = useState(false);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const note = { question_id: question.id, text: text.trim(), decision };
    settle.mutate({ kind: "note", note }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" maw="40rem">
        <Textarea
          label={t("notes.text")}
          value={text}
          autosize
          minRows={2}
          maxLength={2000}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        {runsCalibration(person.role) && (
          <Checkbox
            label={t("notes.as_decision")}
            checked={decision}
            onChange={(event) => {
              setDecision(event.currentTarget.checked);
            }}
          />
        )}
        {settle.isError && <Problem problem={settle.error} />}
        <Group gap="xs">
          <Button type="submit" size="compact-sm" disabled={text.trim() === ""} loading={settle.isPending}>
            {t("common:save")}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onDone}>
            {t("common:cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
