import { ActionIcon, Group, TextInput } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { clock } from "../../workbench/time";
import type { Part } from "./useSound";
import { momentOf, spanOf } from "./span";

const STEP_MS = 1000;

interface SpanFieldsProps {
  /** What the fields begin with; from then on they are the person's. */
  span: Part;
  durationMs: number;
  /** Null while what is written is no moment of the call. */
  onChange: (span: Part | null) => void;
}

/** From and to, as times of a call: written, or moved by a second. */
export function SpanFields({ span, durationMs, onChange }: SpanFieldsProps) {
  const [from, setFrom] = useState(() => clock(span.startMs, true));
  const [to, setTo] = useState(() => clock(span.endMs, true));
  const told = spanOf(from, to, durationMs);
  const write = (nextFrom: string, nextTo: string): void => {
    setFrom(nextFrom);
    setTo(nextTo);
    onChange(spanOf(nextFrom, nextTo, durationMs));
  };
  const moved = (text: string, by: number): string =>
    clock(Math.min(durationMs, Math.max(0, (momentOf(text) ?? 0) + by)), true);
  return (
    <Group gap="sm" align="flex-start">
      <Edge
        name="from"
        value={from}
        wrong={momentOf(from) === null}
        onChange={(text) => {
          write(text, to);
        }}
        onMove={(by) => {
          write(moved(from, by), to);
        }}
      />
      <Edge
        name="to"
        value={to}
        wrong={momentOf(from) !== null && told === null}
        onChange={(text) => {
          write(from, text);
        }}
        onMove={(by) => {
          write(from, moved(to, by));
        }}
      />
    </Group>
  );
}

interface EdgeProps {
  name: "from" | "to";
  value: string;
  wrong: boolean;
  onChange: (text: string) => void;
  onMove: (byMs: number) => void;
}

function Edge({ name, value, wrong, onChange, onMove }: EdgeProps) {
  const { t } = useTranslation("sound");
  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <TextInput
        label={t(name)}
        dir="ltr"
        w={110}
        value={value}
        error={wrong && t("not_a_time")}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
      {/* Time runs from left to right in every language. */}
      <Group gap={4} wrap="nowrap" dir="ltr" mb={4}>
        {([-STEP_MS, STEP_MS] as const).map((by) => (
          <ActionIcon
            key={by}
            variant="subtle"
            color="gray"
            aria-label={t(by < 0 ? `${name}_earlier` : `${name}_later`)}
            onClick={() => {
              onMove(by);
            }}
          >
            {by < 0 ? <IconMinus size={16} stroke={1.8} /> : <IconPlus size={16} stroke={1.8} />}
          </ActionIcon>
        ))}
      </Group>
    </Group>
  );
}
