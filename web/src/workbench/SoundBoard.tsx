import { Alert, Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconVolumeOff } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";

import { NoRecording } from "../features/simulated/NoRecording";
import type { Medium } from "../api";
import { addressWith, placeIn } from "./address";
import styles from "./Workbench.module.css";
import { Transport } from "./playback/Transport";
import { usePlayerState } from "./playback/usePlayer";
import type { Peaks, Speaker } from "./types";
import type { Board } from "./useSound";
import type { Mark } from "./waveform/marks";
import { useView } from "./waveform/lens";
import { VoiceControls } from "./waveform/VoiceControls";
import { Waveform } from "./waveform/Waveform";
import { useWhere } from "./written/where";
import { WrittenNote } from "./written/WrittenNote";

interface SoundBoardProps {
  medium: Medium | undefined;
  sound: Board;
  peaks: Peaks | null;
  marks: readonly Mark[];
  onEvidence?: (mark: Mark) => void;
  onHelp?: () => void;
}

interface ControlsProps {
  sound: Board;
  onCopyLink: () => void;
  onHelp: SoundBoardProps["onHelp"];
}

const NOBODY_KNOWN: readonly Speaker[] = ["unknown"];

/** The waveform with its voices, and the controls under it. */
export const SoundBoard = memo(function SoundBoard(props: SoundBoardProps) {
  const { written } = useWhere();
  return written ? <WrittenNote medium={props.medium} onHelp={props.onHelp} /> : <SpokenBoard {...props} />;
});

function SpokenBoard({ sound, peaks, marks, onEvidence, onHelp }: SoundBoardProps) {
  const { t } = useTranslation("workbench");
  const { player } = sound;
  const { unavailable } = usePlayerState(player);
  const copyLink = (): void => {
    void copy(addressHere(player.positionMs)).then((copied) => {
      notifications.show({ message: t(copied ? "transport.copied" : "transport.not_copied") });
    });
  };
  if (sound.silent) {
    return (
      <section className={styles.sound} aria-label={t("waveform.label")}>
        <NoRecording />
      </section>
    );
  }
  return (
    <section className={styles.sound} aria-label={t("waveform.label")}>
      <div className={styles.wave}>
        <VoiceControls player={player} speakers={peaks?.channels.map((channel) => channel.speaker) ?? NOBODY_KNOWN} />
        <Waveform
          player={player}
          peaks={peaks}
          marks={marks}
          hits={sound.hits}
          lens={sound.lens}
          onEvidence={(mark) => {
            sound.hear({ start_ms: mark.startMs, end_ms: mark.endMs });
            onEvidence?.(mark);
          }}
        />
      </div>
      <Controls sound={sound} onCopyLink={copyLink} onHelp={onHelp} />
      {unavailable && (
        <Alert color="gray" icon={<IconVolumeOff size={18} />} title={t("problem.sound")} role="alert">
          {t("problem.sound_body")}{" "}
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => {
              player.retry();
            }}
          >
            {t("problem.retry")}
          </Button>
        </Alert>
      )}
    </section>
  );
}

/** Apart from the board, so that moving along the waveform draws no more than it must. */
function Controls({ sound: { player, lens }, onCopyLink, onHelp }: ControlsProps) {
  useView(lens);
  return (
    <Transport
      player={player}
      onZoom={(factor) => {
        lens.zoom(factor, player.positionMs);
      }}
      zoomed={lens.zoomed}
      onCopyLink={onCopyLink}
      onHelp={onHelp}
    />
  );
}

function addressHere(ms: number): string {
  const { href, search } = window.location;
  return addressWith(href, { ...placeIn(search), ms });
}

/** Pages that are not served safely have no clipboard. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
