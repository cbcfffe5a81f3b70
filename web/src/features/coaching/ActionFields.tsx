import { Button, Checkbox, Group, NumberInput, Select, Text, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { CoachingActionIn } from "../../api";
import { useTexts } from "../../workbench/language";
import classes from "./Coaching.module.css";
import { newAction } from "./plan";
import { useQuestions } from "./queries";

const MOST = 20;
const MOST_ACTIONS = 10;

interface ActionFieldsProps {
  actions: CoachingActionIn[];
  /** Those that calls count towards already: their goal stands. */
  counting: string[];
  onChange: (actions: CoachingActionIn[]) => void;
}

/** What is agreed: a question, in how many of how many calls, and until when. */
export function ActionFields({ actions, counting, onChange }: ActionFieldsProps) {
  const { t } = useTranslation("coaching");
  return (
    <>
      {actions.map((action, place) => (
        <Fields
          key={action.id ?? `new-${place}`}
          action={action}
          stands={action.id != null && counting.includes(action.id)}
          onChange={(changed) => {
            onChange(actions.map((one, at) => (at === place ? { ...one, ...changed } : one)));
          }}
          onRemove={() => {
            onChange(actions.filter((_, at) => at !== place));
          }}
        />
      ))}
      <Group>
        <Button
          variant="light"
          size="compact-md"
          leftSection={<IconPlus size={16} stroke={1.8} aria-hidden />}
          disabled={actions.length >= MOST_ACTIONS}
          onClick={() => {
            onChange([...actions, newAction("")]);
          }}
        >
          {t("add_action")}
        </Button>
      </Group>
    </>
  );
}

interface FieldsProps {
  action: CoachingActionIn;
  stands: boolean;
  onChange: (changed: Partial<CoachingActionIn>) => void;
  onRemove: () => void;
}

function Fields({ action, stands, onChange, onRemove }: FieldsProps) {
  const { t } = useTranslation("coaching");
  const textIn = useTexts();
  const questions = useQuestions();
  // A question that two rubrics ask is one and the same agreement.
  const offered = new Map((questions.data ?? []).map((question) => [question.id, textIn(question.text)]));
  return (
    <div className={classes.agreement}>
      <Select
        label={t("action.question")}
        data={[...offered].map(([value, label]) => ({ value, label }))}
        value={action.question_id === "" ? null : action.question_id}
        searchable
        allowDeselect={false}
        disabled={stands}
        required
        onChange={(value) => {
          onChange({ question_id: value ?? "" });
        }}
      />
      <div className={classes.fields}>
        <NumberInput
          label={t("action.needed")}
          w={130}
          min={1}
          max={MOST}
          allowDecimal={false}
          disabled={stands}
          value={action.needed}
          onChange={(value) => {
            onChange({ needed: Number(value) });
          }}
        />
        <NumberInput
          label={t("action.out_of")}
          w={190}
          min={1}
          max={MOST}
          allowDecimal={false}
          disabled={stands}
          value={action.out_of}
          onChange={(value) => {
            onChange({ out_of: Number(value) });
          }}
        />
        <TextInput
          type="date"
          label={t("action.due_on")}
          w={170}
          required
          value={action.due_on}
          onChange={(event) => {
            onChange({ due_on: event.currentTarget.value });
          }}
        />
      </div>
      {action.needed > action.out_of && (
        <Text size="sm" role="alert">
          {t("action.unreachable")}
        </Text>
      )}
      <Checkbox
        label={t("action.people_only")}
        description={t("action.people_only_why")}
        checked={action.people_only ?? false}
        disabled={stands}
        onChange={(event) => {
          onChange({ people_only: event.currentTarget.checked });
        }}
      />
      <Textarea
        label={t("action.words")}
        autosize
        maxLength={2000}
        value={action.words ?? ""}
        onChange={(event) => {
          onChange({ words: event.currentTarget.value });
        }}
      />
      <Group justify="flex-end">
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconX size={15} stroke={1.8} aria-hidden />}
          aria-label={t("remove_action", { what: offered.get(action.question_id) ?? "" })}
          onClick={onRemove}
        >
          {t("remove")}
        </Button>
      </Group>
    </div>
  );
}
