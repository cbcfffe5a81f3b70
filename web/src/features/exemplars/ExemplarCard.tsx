import { Badge, Button, Group, Text, Title } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ExemplarOut } from "../../api";
import { formatLength } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { useNamed } from "../../workbench/sealed/marks";
import classes from "./Exemplars.module.css";
import { useClip } from "./useClip";

interface ExemplarCardProps {
  exemplar: ExemplarOut;
  /** What else stands at its foot. */
  children?: ReactNode;
  /** Beside a question the question itself need not be said again. */
  short?: boolean;
}

/** One moment to hear: what it shows, why, and the words themselves. */
export function ExemplarCard({ exemplar, children, short = false }: ExemplarCardProps) {
  const { t } = useTranslation("exemplars");
  const textIn = useTexts();
  const named = useNamed();
  const heading = `exemplar-${exemplar.id}`;
  const shows = [exemplar.question && textIn(exemplar.question), exemplar.phrase].filter(Boolean).join(" · ");
  return (
    <li className={`${look.card} ${classes.card}`} aria-labelledby={short ? undefined : heading} data-short={short || undefined}>
      {!short && (
        <Group justify="space-between" align="flex-start" gap="sm">
          <Title order={2} size="h5" id={heading}>
            <span dir="auto">{shows}</span>
          </Title>
          <Badge variant="light" color="gray" tt="none" fw={500} radius="sm" c="var(--mantine-color-text)">
            {t(`language.${exemplar.language}`, { defaultValue: exemplar.language })}
          </Badge>
        </Group>
      )}
      <p className={classes.why} dir="auto">
        {exemplar.why}
      </p>
      <Group gap="sm" align="center">
        <Play exemplar={exemplar} />
        <Text size="sm" c="dimmed">
          <bdi>{exemplar.agent_name ?? t("colleague")}</bdi>
        </Text>
      </Group>
      {exemplar.words.length > 0 && (
        <ul className={classes.words}>
          {exemplar.words.map((line, place) => (
            <li key={`${place}-${line.text}`} data-speaker={line.speaker}>
              <span className={classes.speaker}>{t(`workbench:speaker.${line.speaker}`)}</span>{" "}
              <bdi>{named(line.text)}</bdi>
            </li>
          ))}
        </ul>
      )}
      {children}
    </li>
  );
}

function Play({ exemplar }: { exemplar: ExemplarOut }) {
  const { t } = useTranslation("exemplars");
  const { state, toggle } = useClip(exemplar.id);
  const playing = state === "playing";
  const length = exemplar.length_ms === null ? "" : formatLength(exemplar.length_ms);
  return (
    <>
      <Button
        variant="light"
        size="compact-md"
        loading={state === "coming"}
        leftSection={
          playing ? <IconPlayerPause size={16} stroke={1.8} aria-hidden /> : <IconPlayerPlay size={16} stroke={1.8} aria-hidden />
        }
        onClick={() => {
          void toggle();
        }}
      >
        {t(playing ? "pause" : exemplar.start_ms === null ? "hear_whole" : "hear")}
        <span className={classes.length}>
          <bdi>{length}</bdi>
        </span>
      </Button>
      {state === "failed" && (
        <Text size="sm" role="alert">
          {t("no_sound")}
        </Text>
      )}
    </>
  );
}
