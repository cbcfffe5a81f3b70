import { ActionIcon, Tooltip } from "@mantine/core";
import { IconEar, IconVolume, IconVolumeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Player } from "../playback/player";
import { usePlayerState } from "../playback/usePlayer";
import type { Speaker } from "../types";
import styles from "./VoiceControls.module.css";

/** Beside the two lanes: whose voice each is, and hearing one without the other. */
export function VoiceControls({ player, speakers }: { player: Player; speakers: readonly Speaker[] }) {
  return (
    <div className={styles.voices}>
      {speakers.map((speaker, channel) => (
        <Voice key={channel} player={player} speaker={speaker} channel={channel} />
      ))}
    </div>
  );
}

function Voice({ player, speaker, channel }: { player: Player; speaker: Speaker; channel: number }) {
  const { t } = useTranslation("workbench");
  const { muted } = usePlayerState(player);
  const name = t(`speaker.${speaker}`);
  const off = muted[channel] ?? false;
  const alone = muted.length > 1 && muted.every((silent, other) => silent === (other !== channel));
  return (
    <div className={styles.voice} data-speaker={speaker}>
      <span className={styles.name}>{name}</span>
      {player.canMute && (
        <span className={styles.buttons}>
          <Tooltip withinPortal={false} label={t(off ? "voice.unmute" : "voice.mute", { name })}>
            <ActionIcon
              variant={off ? "filled" : "subtle"}
              color="gray"
              size="sm"
              aria-pressed={off}
              aria-label={t("voice.mute", { name })}
              onClick={() => {
                player.mute(channel);
              }}
            >
              {off ? <IconVolumeOff size={15} /> : <IconVolume size={15} />}
            </ActionIcon>
          </Tooltip>
          <Tooltip withinPortal={false} label={t("voice.solo", { name })}>
            <ActionIcon
              variant={alone ? "filled" : "subtle"}
              color={alone ? undefined : "gray"}
              size="sm"
              aria-pressed={alone}
              aria-label={t("voice.solo", { name })}
              onClick={() => {
                player.solo(channel);
              }}
            >
              <IconEar size={15} />
            </ActionIcon>
          </Tooltip>
        </span>
      )}
    </div>
  );
}
