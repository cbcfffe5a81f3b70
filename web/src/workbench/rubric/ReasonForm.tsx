import { Button, Group, Textarea } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import benchStyles from "../Workbench.module.css";
import styles from "./Question.module.css";

interface ReasonFormProps {
  /** What is asked; without it, why the answer differs from the machine's. */
  label?: string | undefined;
  onSave: (reason: string) => void;
  onCancel: () => void;
}

/** Differing from the machine asks for a reason; the machine's view stays readable above. */
export function ReasonForm({ label, onSave, onCancel }: ReasonFormProps) {
  const { t } = useTranslation("workbench");
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const save = (): void => {
    if (reason.trim() === "") setMissing(true);
    else onSave(reason.trim());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const finishes = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (!finishes && event.key !== "Escape") return;
    // These keys mean this form here, not the whole evaluation.
    event.preventDefault();
    event.stopPropagation();
    if (finishes) save();
    else onCancel();
  };
  return (
    <div className={styles.reason} ref={form}>
      <Textarea
        label={label ?? t("answer.reason_label")}
        placeholder={label === undefined ? t("answer.reason_hint") : undefined}
        error={missing ? t("answer.reason_missing") : undefined}
        autosize
        minRows={2}
        maxLength={2000}
        classNames={{ input: benchStyles.field }}
        ref={field}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setMissing(false);
        }}
        onKeyDown={onKeyDown}
      />
      <Group gap="xs" mt={8}>
        <Button size="compact-sm" onClick={save}>
          {t("answer.save")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
          {t("answer.cancel")}
        </Button>
      </Group>
    </div>
  );
}
