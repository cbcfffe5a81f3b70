import { Button, Group, NumberInput, Select, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ProgrammeOut } from "../../api";
import { FormPart } from "../../ui/FormPart";
import { Problem } from "../../ui/Problem";
import { Dues } from "./Dues";
import classes from "./Programmes.module.css";
import { useSaveProgramme } from "./queries";
import { Targets } from "./Targets";
import { type Draft, draftOf, wishOf } from "./wish";

interface ProgrammeFormProps {
  /** Null to begin one. */
  programme: ProgrammeOut | null;
  onMade?: (programme: ProgrammeOut) => void;
}

/** What is taught, what is aimed at, and what members owe in each stage. */
export function ProgrammeForm({ programme, onMade }: ProgrammeFormProps) {
  const { t } = useTranslation("programmes");
  const [draft, setDraft] = useState(() => draftOf(programme));
  const save = useSaveProgramme(programme);
  const change = (named: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...named }));
  };
  const wish = wishOf(draft);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (wish === null) return;
    save.mutate(wish, {
      onSuccess: (kept) => {
        setDraft(draftOf(kept));
        onMade?.(kept);
      },
    });
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t("form.label")}>
      <About draft={draft} onChange={change} />
      <FormPart title={t("form.targets")} why={t("form.targets_why")}>
        <Targets
          known={programme?.targets ?? []}
          targets={draft.targets}
          language={draft.language}
          onChange={(targets) => {
            change({ targets });
          }}
        />
      </FormPart>
      <FormPart title={t("form.dues")} why={t("form.dues_why")}>
        <Dues
          dues={draft.dues}
          onChange={(dues) => {
            change({ dues });
          }}
        />
      </FormPart>
      {programme !== null && (
        <Switch
          label={t("form.ended")}
          description={t("form.ended_why")}
          checked={draft.ended}
          onChange={(event) => {
            change({ ended: event.currentTarget.checked });
          }}
        />
      )}
      {save.isError && <Problem problem={save.error} />}
      <Group>
        <Button type="submit" disabled={wish === null} loading={save.isPending}>
          {t("form.save")}
        </Button>
        {save.isSuccess && (
          <Text size="sm" role="status">
            {t("form.saved")}
          </Text>
        )}
      </Group>
    </form>
  );
}

function About({ draft, onChange }: { draft: Draft; onChange: (named: Partial<Draft>) => void }) {
  const { t } = useTranslation("programmes");
  return (
    <>
      <TextInput
        label={t("form.name")}
        value={draft.name}
        maxLength={120}
        required
        onChange={(event) => {
          onChange({ name: event.currentTarget.value });
        }}
      />
      <Textarea
        label={t("form.note")}
        description={t("form.note_why")}
        value={draft.note}
        maxLength={4000}
        autosize
        minRows={2}
        onChange={(event) => {
          onChange({ note: event.currentTarget.value });
        }}
      />
      <div className={classes.fields}>
        <NumberInput
          label={t("form.practice_weeks")}
          description={t("form.practice_weeks_why")}
          min={0}
          max={26}
          allowDecimal={false}
          value={draft.practiceWeeks ?? ""}
          onChange={(value) => {
            onChange({ practiceWeeks: numberIn(value) });
          }}
        />
        <Select
          label={t("form.language")}
          description={t("form.language_why")}
          placeholder={t("form.any_language")}
          data={(["he", "en"] as const).map((value) => ({ value, label: t(`calls:language.${value}`) }))}
          value={draft.language}
          clearable
          clearButtonProps={{ "aria-label": t("common:cancel") }}
          onChange={(language) => {
            onChange({ language: language === "he" || language === "en" ? language : null });
          }}
        />
      </div>
    </>
  );
}

/** A field's number; null while it has none. */
export function numberIn(value: number | string): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
