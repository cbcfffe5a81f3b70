import { Button, Group, NativeSelect, NumberInput, Select, Stack, Tabs, Text, Textarea, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { BookDraftOut, BookEntryIn, BookEntryOut } from "../../api";
import { directionOf } from "../../i18n";
import { Problem } from "../../ui/Problem";
import { languageOf, useTexts } from "../../workbench/language";
import classes from "./Book.module.css";
import { LinesField } from "./LinesField";
import { useDraftChanges } from "./queries";
import { type BookLanguage, PHASES } from "./reading";
import { Side } from "./Side";
import { newEntry, type TypedEntry, typedOf, wishOf } from "./typed";

interface EntryEditorProps {
  draft: BookDraftOut;
  /** None: a new one of this kind. */
  entry: BookEntryOut | null;
  kind: BookEntryIn["kind"];
  onKept: (entryId: string | null) => void;
}

/** One entry in both languages, and beside it what the linter and the calls of the last weeks say. */
export function EntryEditor({ draft, entry, kind, onKept }: EntryEditorProps) {
  const { t, i18n } = useTranslation("book");
  const { keep, remove } = useDraftChanges();
  const [typed, setTyped] = useState<TypedEntry>(() => (entry ? typedOf(entry) : newEntry(kind)));
  const [language, setLanguage] = useState<BookLanguage>(languageOf(i18n.language));
  const [changed, setChanged] = useState(false);
  const change = (part: Partial<TypedEntry>) => {
    setTyped((before) => ({ ...before, ...part }));
    setChanged(true);
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    keep.mutate(
      { version: draft.version, entryId: entry?.id ?? null, body: wishOf(typed) },
      {
        onSuccess: (kept) => {
          const known = new Set(draft.entries.map((one) => one.id));
          const own = kept.entries.find((one) => (entry ? one.id === entry.id : !known.has(one.id)));
          if (own) setTyped(typedOf(own));
          setChanged(false);
          notifications.show({ message: t("edit.kept") });
          if (!entry) onKept(own?.id ?? null);
        },
      },
    );
  };
  const problem = keep.error ?? remove.error;
  return (
    <>
      <form className={classes.sheet} onSubmit={submit} aria-label={t(`one.${typed.kind}`)}>
        <Stack gap="md">
          <Where typed={typed} draft={draft} onChange={change} />
          <Tabs
            value={language}
            onChange={(value) => {
              setLanguage(languageOf(value ?? "he"));
            }}
            keepMounted={false}
          >
            <Tabs.List>
              <Tabs.Tab value="he">{t("language.he")}</Tabs.Tab>
              <Tabs.Tab value="en">{t("language.en")}</Tabs.Tab>
            </Tabs.List>
            {(["he", "en"] as const).map((one) => (
              <Tabs.Panel key={one} value={one} pt="md">
                <InLanguage typed={typed} language={one} onChange={change} />
              </Tabs.Panel>
            ))}
          </Tabs>
          {problem !== null && <Problem problem={problem} />}
          <Group justify="space-between">
            <Group gap="sm">
              <Button type="submit" loading={keep.isPending} disabled={!changed}>
                {t("edit.keep")}
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {changed && t("edit.unsaved")}
              </Text>
            </Group>
            {entry && (
              <Group gap={4}>
                <Move draft={draft} entry={entry} />
                <Button
                  variant="subtle"
                  color="gray"
                  loading={remove.isPending}
                  onClick={() => {
                    remove.mutate(
                      { version: draft.version, entryId: entry.id },
                      {
                        onSuccess: () => {
                          onKept(null);
                        },
                      },
                    );
                  }}
                >
                  {t("edit.remove")}
                </Button>
              </Group>
            )}
          </Group>
        </Stack>
      </form>
      <Side typed={typed} entryId={entry?.id ?? null} entries={draft.entries} language={language} />
    </>
  );
}

interface PartProps {
  typed: TypedEntry;
  onChange: (part: Partial<TypedEntry>) => void;
}

/** What of the entry is of no language: its phase, how soon the answer is owed, and the question that counts it. */
function Where({ typed, draft, onChange }: PartProps & { draft: BookDraftOut }) {
  const { t } = useTranslation("book");
  const textIn = useTexts();
  if (typed.kind === "principle") return null;
  const fitting = draft.questions.filter((question) => (question.kind === "situation") === (typed.kind === "situation"));
  const missing = typed.questionId !== null && !fitting.some((question) => question.id === typed.questionId);
  return (
    <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
      {typed.kind === "transition" && (
        <NativeSelect
          label={t("field.phase")}
          data={PHASES.map((phase) => ({ value: phase, label: t(`phase.${phase}`) }))}
          value={typed.phase ?? "opening"}
          onChange={(event) => {
            onChange({ phase: PHASES.find((phase) => phase === event.currentTarget.value) ?? "opening" });
          }}
        />
      )}
      {typed.kind === "situation" && (
        <NumberInput
          label={t("field.within_s")}
          min={1}
          max={600}
          maw={170}
          value={typed.withinS ?? ""}
          onChange={(value) => {
            onChange({ withinS: typeof value === "number" && value > 0 ? Math.min(value, 600) : null });
          }}
        />
      )}
      <Select
        label={t("field.question_id")}
        placeholder={t("edit.no_question")}
        data={[
          ...fitting.map((question) => ({ value: question.id, label: textIn(question.text) })),
          ...(missing ? [{ value: typed.questionId ?? "", label: typed.questionId ?? "" }] : []),
        ]}
        value={typed.questionId}
        clearable
        searchable
        clearButtonProps={{ "aria-label": t("edit.no_question") }}
        onChange={(questionId) => {
          onChange({ questionId });
        }}
      />
    </Group>
  );
}

function InLanguage({ typed, language, onChange }: PartProps & { language: BookLanguage }) {
  const { t } = useTranslation("book");
  return (
    <Stack gap="md">
      <TextInput
        label={t("field.title")}
        lang={language}
        dir={directionOf(language)}
        maxLength={200}
        value={typed.title[language]}
        onChange={(event) => {
          onChange({ title: { ...typed.title, [language]: event.currentTarget.value } });
        }}
      />
      <Textarea
        label={t("field.body")}
        description={t("edit.body_hint")}
        lang={language}
        dir={directionOf(language)}
        autosize
        minRows={2}
        maxLength={2000}
        value={typed.body[language]}
        onChange={(event) => {
          onChange({ body: { ...typed.body, [language]: event.currentTarget.value } });
        }}
      />
      {typed.kind === "situation" && (
        <LinesField
          label={t("field.triggers")}
          hint={t("edit.triggers_hint")}
          language={language}
          lines={typed.triggers[language]}
          onChange={(lines) => {
            onChange({ triggers: { ...typed.triggers, [language]: lines } });
          }}
        />
      )}
      {typed.kind !== "principle" && (
        <LinesField
          label={t("field.sentences")}
          hint={t("edit.sentences_hint")}
          language={language}
          lines={typed.sentences[language]}
          onChange={(lines) => {
            onChange({ sentences: { ...typed.sentences, [language]: lines } });
          }}
        />
      )}
    </Stack>
  );
}

/** One place up or down among the entries that stand together with it. */
function Move({ draft, entry }: { draft: BookDraftOut; entry: BookEntryOut }) {
  const { t } = useTranslation("book");
  const { order } = useDraftChanges();
  const ids = draft.entries.map((one) => one.id);
  const place = ids.indexOf(entry.id);
  const swap = (other: number) => {
    const moved = [...ids];
    [moved[place], moved[other]] = [ids[other] ?? entry.id, entry.id];
    order.mutate({ version: draft.version, ids: moved });
  };
  const beside = (other: number) => {
    const found = draft.entries[other];
    return found?.kind === entry.kind && found.phase === entry.phase;
  };
  return (
    <>
      <Button
        variant="subtle"
        px="xs"
        aria-label={t("edit.up")}
        disabled={!beside(place - 1)}
        onClick={() => {
          swap(place - 1);
        }}
      >
        <IconArrowUp size={18} stroke={1.7} aria-hidden />
      </Button>
      <Button
        variant="subtle"
        px="xs"
        aria-label={t("edit.down")}
        disabled={!beside(place + 1)}
        onClick={() => {
          swap(place + 1);
        }}
      >
        <IconArrowDown size={18} stroke={1.7} aria-hidden />
      </Button>
    </>
  );
}
