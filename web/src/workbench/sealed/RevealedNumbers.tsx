import { Alert, Button, Group, Text } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useWhere } from "../written/where";
import type { Revealed } from "../types";
import { directionOf } from "./HiddenNumber";
import styles from "./RevealedNumbers.module.css";
import { placeOf, type SealedDesk } from "./sealedDesk";
import { type Stretch, useStretch } from "./useStretch";

interface RevealedProps {
  desk: SealedDesk;
  callId: string;
  revision: number;
  onPlay: () => void;
}

/** Every number of the call as it was said, and the way to hear it as it was recorded. */
export function RevealedNumbers({ desk, callId, revision, onPlay }: RevealedProps) {
  const { t } = useTranslation("workbench");
  const stretch = useStretch(callId, revision, onPlay);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    // The form that had the focus is gone.
    list.current?.querySelector("button")?.focus();
  }, []);
  return (
    <>
      {desk.numbers.length === 0 && <Text size="sm">{t("sealed.none")}</Text>}
      <ul className={styles.list} ref={list}>
        {desk.numbers.map((number) => (
          <Line key={placeOf(number)} number={number} stretch={stretch} reason={desk.reason} />
        ))}
      </ul>
      {stretch.problem !== null && (
        <Alert color="gray" mt="sm" role="alert">
          {stretch.problem}
        </Alert>
      )}
      <Text size="xs" c="dimmed" mt="sm">
        {t("sealed.recorded")}
      </Text>
      <Group gap="xs" mt="md">
        <Button size="sm" onClick={desk.leave}>
          {t("sealed.done")}
        </Button>
        <Button size="sm" variant="subtle" color="gray" onClick={desk.hide}>
          {t("sealed.hide")}
        </Button>
      </Group>
    </>
  );
}

function Line({ number, stretch, reason }: { number: Revealed; stretch: Stretch; reason: string }) {
  const { t } = useTranslation("workbench");
  const { kind, speaker, text, start_ms: start } = number;
  const { written, at } = useWhere();
  const playing = stretch.playing === number;
  const Icon = playing ? IconPlayerStop : IconPlayerPlay;
  return (
    <li className={styles.line} data-speaker={speaker}>
      <span className={styles.where}>
        <span className={styles.speaker}>{t(`speaker.${speaker}`)}</span> <bdi>{at(start)}</bdi>
        {" · "}
        {t(`sealed.kind.${kind}`)}
      </span>
      <bdi className={styles.number} dir={directionOf(text)}>
        {text}
      </bdi>
      {!written && (
        <Button
          className={styles.hear}
          size="compact-sm"
          variant="light"
          leftSection={<Icon size={14} stroke={1.8} aria-hidden />}
          loading={stretch.awaited === number}
          onClick={() => {
            if (playing) stretch.stop();
            else stretch.play(number, reason);
          }}
        >
          {t(playing ? "sealed.stop" : "sealed.hear")}
        </Button>
      )}
    </li>
  );
}
