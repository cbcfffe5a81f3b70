import { ActionIcon, Button, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { directionOf } from "../../i18n";
import classes from "./Book.module.css";
import type { BookLanguage } from "./reading";
import { newLine, type TypedLine } from "./typed";

/** More of one sort in one entry is a list that nobody remembers; the server says the same. */
const MOST_LINES = 20;

interface LinesFieldProps {
  label: string;
  hint: string;
  language: BookLanguage;
  lines: readonly TypedLine[];
  onChange: (lines: TypedLine[]) => void;
}

/** Sentences one below the other; each may have patterns of what else counts as it. */
export function LinesField({ label, hint, language, lines, onChange }: LinesFieldProps) {
  const { t } = useTranslation("book");
  const heading = useId();
  const put = (key: string, part: Partial<TypedLine>) => {
    onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  };
  return (
    <Stack gap="xs" role="group" aria-labelledby={heading}>
      <div>
        <Text fw={550} size="sm" id={heading}>
          {label}
        </Text>
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      </div>
      {lines.map((line, place) => (
        <div key={line.key} className={classes.line}>
          <TextInput
            aria-label={t("edit.line", { label, number: place + 1 })}
            lang={language}
            dir={directionOf(language)}
            maxLength={300}
            value={line.say}
            onChange={(event) => {
              put(line.key, { say: event.currentTarget.value });
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t("edit.remove_line", { label, number: place + 1 })}
            onClick={() => {
              onChange(lines.filter((other) => other.key !== line.key));
            }}
          >
            <IconTrash size={17} stroke={1.6} aria-hidden />
          </ActionIcon>
          <details className={classes.more}>
            <summary>
              <Text span size="xs" c="dimmed">
                {t("edit.counts_too", { count: line.wordings.split("\n").filter((one) => one.trim() !== "").length })}
              </Text>
            </summary>
            <Textarea
              aria-label={t("edit.wordings", { label, number: place + 1 })}
              description={t("edit.wordings_hint")}
              lang={language}
            dir={directionOf(language)}
              autosize
              minRows={2}
              value={line.wordings}
              onChange={(event) => {
                put(line.key, { wordings: event.currentTarget.value });
              }}
            />
          </details>
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />}
        disabled={lines.length >= MOST_LINES}
        onClick={() => {
          onChange([...lines, newLine()]);
        }}
      >
        {t("edit.add_line")}
      </Button>
    </Stack>
  );
}
