import { Button, Group, NativeSelect, Text, Textarea, TextInput } from "@mantine/core";
import { IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Story, StoryLine, StoryProblem, StoryWay } from "../../../api";
import { useTexts } from "../../../workbench/language";
import { SoundOfLine } from "./SoundOfLine";
import classes from "./Scenarios.module.css";
import { earlier, MOODS, withLine, without } from "./story";
import { useSituations } from "./queries";

interface LineFieldsProps {
  at: number;
  story: Story;
  scenarioId: string | null;
  problems: readonly StoryProblem[];
  onChange: (story: Story) => void;
}

/** One line of the customer: what is said, how, with what sound, and where the call goes on from here. */
export function LineFields({ at, story, scenarioId, problems, onChange }: LineFieldsProps) {
  const { t } = useTranslation("scenarios");
  const [inClip, setInClip] = useState<string | null>(null);
  const line = story.lines[at];
  if (line === undefined) return null;
  const ways = line.ways ?? [];
  const change = (part: Partial<StoryLine>) => {
    onChange(withLine(story, at, { ...line, ...part }));
  };
  const changeWay = (index: number, part: Partial<StoryWay>) => {
    change({ ways: ways.map((way, place) => (place === index ? { ...way, ...part } : way)) });
  };
  const faults = problems.filter(({ severity }) => severity === "error");
  return (
    <li className={classes.lineCard} aria-label={t("editor.line_named", { name: line.id })}>
      <Group justify="space-between" gap="xs">
        <TextInput
          label={t("editor.line_name")}
          dir="ltr"
          size="sm"
          className={classes.name}
          value={line.id}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          title={t("editor.name_rule")}
          required
          maxLength={40}
          onChange={(event) => {
            change({ id: event.currentTarget.value.toLowerCase().replace(/[^a-z0-9-]/g, "-") });
          }}
        />
        <Group gap={4}>
          {at > 0 && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconArrowUp size={16} aria-hidden />}
              aria-label={t("editor.earlier_named", { name: line.id })}
              onClick={() => {
                onChange(earlier(story, at));
              }}
            >
              {t("editor.earlier")}
            </Button>
          )}
          {story.lines.length > 1 && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<IconTrash size={16} aria-hidden />}
              aria-label={t("editor.remove_named", { name: line.id })}
              onClick={() => {
                onChange(without(story, at));
              }}
            >
              {t("editor.remove")}
            </Button>
          )}
        </Group>
      </Group>
      {at === 0 && (
        <Text size="sm" c="dimmed">
          {t("editor.first")}
        </Text>
      )}
      <Textarea
        label={t("editor.text")}
        autosize
        minRows={2}
        maxLength={600}
        value={line.text}
        error={faults.length > 0 ? faults.map(({ code, detail }) => t(`fault.${code}`, { detail })).join(" ") : undefined}
        onChange={(event) => {
          change({ text: event.currentTarget.value });
        }}
      />
      <Group gap="md" align="flex-end">
        <NativeSelect
          label={t("editor.mood")}
          value={line.mood ?? "calm"}
          data={MOODS.map((value) => ({ value, label: t(`mood.${value}`) }))}
          onChange={(event) => {
            const told = event.currentTarget.value;
            change({ mood: MOODS.find((mood) => mood === told) ?? "calm" });
          }}
        />
      </Group>
      <SoundOfLine
        line={line}
        language={story.language}
        scenarioId={scenarioId}
        onChange={(clip_id, said) => {
          // What the customer says in the clip becomes the line; where something is written there, that is asked.
          change({ clip_id, ...(said !== undefined && line.text.trim() === "" ? { text: said } : {}) });
          setInClip(said ?? null);
        }}
      />
      {inClip !== null && inClip !== line.text && (
        <Group gap="sm" role="status">
          <Text size="sm">
            {t("sound.differs")} <q dir="auto">{inClip}</q>
          </Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              change({ text: inClip });
            }}
          >
            {t("sound.take_words")}
          </Button>
        </Group>
      )}
      <div className={classes.ways}>
        <Text fw={600} size="sm">
          {t("editor.ways")}
        </Text>
        <Text size="sm" c="dimmed">
          {t(ways.length === 0 ? "editor.no_ways" : ways.length === 1 ? "editor.one_way" : "editor.several_ways")}
        </Text>
        {ways.map((way, index) => (
          <WayFields
            key={index}
            way={way}
            number={index + 1}
            story={story}
            onChange={(part) => {
              changeWay(index, part);
            }}
            onRemove={() => {
              change({ ways: ways.filter((_, place) => place !== index) });
            }}
          />
        ))}
        {ways.length < 5 && (
          <Button
            size="compact-sm"
            variant="subtle"
            className={classes.still}
            leftSection={<IconPlus size={16} aria-hidden />}
            aria-label={t("editor.add_way_named", { name: line.id })}
            onClick={() => {
              const next = story.lines[at + 1] ?? line;
              change({ ways: [...ways, { to: next.id, when: null, question_id: null }] });
            }}
          >
            {t("editor.add_way")}
          </Button>
        )}
      </div>
    </li>
  );
}

interface WayFieldsProps {
  way: StoryWay;
  number: number;
  story: Story;
  onChange: (part: Partial<StoryWay>) => void;
  onRemove: () => void;
}

function WayFields({ way, number, story, onChange, onRemove }: WayFieldsProps) {
  const { t } = useTranslation("scenarios");
  const textIn = useTexts();
  const situations = useSituations();
  const known = [...new Set(story.lines.map(({ id }) => id))];
  return (
    <div className={classes.way} role="group" aria-label={t("editor.way_named", { number })}>
      <TextInput
        label={t("editor.when")}
        placeholder={t("editor.when_else")}
        maxLength={160}
        value={way.when ?? ""}
        onChange={(event) => {
          onChange({ when: event.currentTarget.value === "" ? null : event.currentTarget.value });
        }}
      />
      <NativeSelect
        label={t("editor.to")}
        value={way.to}
        data={known.includes(way.to) ? known : [way.to, ...known]}
        dir="ltr"
        onChange={(event) => {
          onChange({ to: event.currentTarget.value });
        }}
      />
      <NativeSelect
        label={t("editor.situation")}
        value={way.question_id ?? ""}
        data={[
          { value: "", label: t("editor.no_situation") },
          ...(situations.data ?? []).map(({ id, text }) => ({ value: id, label: textIn(text) })),
        ]}
        onChange={(event) => {
          onChange({ question_id: event.currentTarget.value === "" ? null : event.currentTarget.value });
        }}
      />
      <Button
        size="compact-sm"
        variant="subtle"
        className={classes.still}
        aria-label={t("editor.remove_way_named", { number })}
        onClick={onRemove}
      >
        {t("editor.remove")}
      </Button>
    </div>
  );
}
