import { Button, NativeSelect, Textarea } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ChangeIn, QuestionOut } from "../../api";
import { useTexts } from "../../workbench/language";
import classes from "./Disputes.module.css";
import { keyOf, otherAnswers, useAnswers } from "./words";

export const LONGEST = 2000;

interface ChangeRowsProps {
  questions: QuestionOut[];
  changes: ChangeIn[];
  onChange: (changes: ChangeIn[]) => void;
}

/** Questions whose answer is to change, each with its new answer and why. */
export function ChangeRows({ questions, changes, onChange }: ChangeRowsProps) {
  const { t } = useTranslation("disputes");
  const textIn = useTexts();
  const [adding, setAdding] = useState("");
  const left = questions.filter((question) => !changes.some((change) => change.question_id === question.id));
  const put = (change: ChangeIn): void => {
    onChange(changes.map((one) => (one.question_id === change.question_id ? change : one)));
  };
  return (
    <div className={classes.stack}>
      {changes.map((change) => {
        const question = questions.find((one) => one.id === change.question_id);
        return (
          question && (
            <Row
              key={question.id}
              question={question}
              change={change}
              onPut={put}
              onRemove={() => {
                onChange(changes.filter((one) => one.question_id !== question.id));
              }}
            />
          )
        );
      })}
      {left.length > 0 && (
        <div className={classes.adding}>
          <NativeSelect
            aria-label={t("changes.choose")}
            className={classes.grow}
            value={adding}
            data={[
              { value: "", label: t("changes.choose") },
              ...left.map((question) => ({ value: question.id, label: textIn(question.text) })),
            ]}
            onChange={(event) => {
              setAdding(event.currentTarget.value);
            }}
          />
          <Button
            variant="default"
            leftSection={<IconPlus size={16} stroke={1.7} />}
            disabled={adding === ""}
            onClick={() => {
              const question = left.find((one) => one.id === adding);
              if (question) onChange([...changes, changeOf(question)]);
              setAdding("");
            }}
          >
            {t("changes.add")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** A change of that question which says nothing yet but what it would be. */
export function changeOf(question: QuestionOut): ChangeIn {
  const first = otherAnswers(question)[0] ?? { option_id: null, not_applicable: true };
  return { question_id: question.id, ...first, reason: "" };
}

interface RowProps {
  question: QuestionOut;
  change: ChangeIn;
  onPut: (change: ChangeIn) => void;
  onRemove: () => void;
}

function Row({ question, change, onPut, onRemove }: RowProps) {
  const { t } = useTranslation("disputes");
  const textIn = useTexts();
  const { picked } = useAnswers();
  const answers = otherAnswers(question);
  return (
    <fieldset className={classes.change}>
      <legend dir="auto">{textIn(question.text)}</legend>
      <NativeSelect
        label={t("changes.new")}
        value={change.option_id ?? ""}
        data={answers.map((answer) => ({ value: keyOf(answer), label: picked(question, answer) }))}
        onChange={(event) => {
          const chosen = answers.find((answer) => keyOf(answer) === event.currentTarget.value);
          if (chosen) onPut({ ...change, ...chosen });
        }}
      />
      <Textarea
        label={t("changes.reason")}
        autosize
        minRows={2}
        maxLength={LONGEST}
        value={change.reason}
        onChange={(event) => {
          onPut({ ...change, reason: event.currentTarget.value });
        }}
      />
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} stroke={1.8} />}
          aria-label={t("changes.remove", { question: textIn(question.text) })}
          onClick={onRemove}
        >
          {t("own.remove")}
        </Button>
      </div>
    </fieldset>
  );
}
