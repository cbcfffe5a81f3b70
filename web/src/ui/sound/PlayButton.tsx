import { Button, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { formatLength } from "../format";
import { type Part, useSound } from "./useSound";

interface PlayButtonProps {
  /** What the sound is known by; another key is another sound. */
  soundKey: string;
  fetched: () => Promise<Blob>;
  label: string;
  part?: Part | null;
  lengthMs?: number | null;
  variant?: "light" | "default" | "subtle";
}

/** One sound to hear, fetched at the first press. */
export function PlayButton({ soundKey, fetched, label, part = null, lengthMs = null, variant = "light" }: PlayButtonProps) {
  const { t } = useTranslation("sound");
  const { state, toggle } = useSound(soundKey, fetched, part);
  const playing = state === "playing";
  return (
    <>
      <Button
        variant={variant}
        size="sm"
        loading={state === "coming"}
        leftSection={
          playing ? <IconPlayerPause size={16} stroke={1.8} aria-hidden /> : <IconPlayerPlay size={16} stroke={1.8} aria-hidden />
        }
        onClick={() => {
          void toggle();
        }}
      >
        {playing ? t("pause") : label}
        {lengthMs !== null && (
          <span style={{ marginInlineStart: 8, fontWeight: 400 }}>
            <bdi>{formatLength(lengthMs)}</bdi>
          </span>
        )}
      </Button>
      {state === "failed" && (
        <Text size="sm" role="alert">
          {t("missing")}
        </Text>
      )}
    </>
  );
}
