import { ActionIcon, Button, NativeSelect, Tooltip } from "@mantine/core";
import {
  IconKeyboard,
  IconLink,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRepeat,
  IconRewindBackward5,
  IconRewindForward5,
  IconPlayerTrackNext,
  IconX,
  IconZoomIn,
  IconZoomOut,
  IconZoomReset,
} from "@tabler/icons-react";
import { useCallback, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { clock } from "../time";
import type { Player } from "./player";
import { SPEEDS } from "./position";
import styles from "./Transport.module.css";
import { usePlayerState, useTick } from "./usePlayer";

export interface TransportProps {
  player: Player;
  onZoom: (factor: number) => void;
  zoomed: boolean;
  onCopyLink: () => void;
  /** Absent where there are no shortcuts to show. */
  onHelp?: () => void;
}

/** Play, move, speed and zoom. The buttons that mean time stay in time's order, left to right, in both languages. */
export function Transport({ player, onZoom, zoomed, onCopyLink, onHelp }: TransportProps) {
  const { t } = useTranslation("workbench");
  const { playing, speed, span, loop, skipping } = usePlayerState(player);
  return (
    <div className={styles.transport} role="group" aria-label={t("transport.label")}>
      <div className={styles.group} dir="ltr">
        <Tool label={t("transport.back")} act={() => { player.nudge(-5000); }}>
          <IconRewindBackward5 size={20} stroke={1.6} />
        </Tool>
        <ActionIcon
          size={40}
          radius="xl"
          variant="filled"
          aria-label={t(playing ? "transport.pause" : "transport.play")}
          onClick={() => {
            player.toggle();
          }}
        >
          {playing ? <IconPlayerPauseFilled size={18} /> : <IconPlayerPlayFilled size={18} />}
        </ActionIcon>
        <Tool label={t("transport.forward")} act={() => { player.nudge(5000); }}>
          <IconRewindForward5 size={20} stroke={1.6} />
        </Tool>
        <TimeNow player={player} />
      </div>
      <NativeSelect
        size="xs"
        aria-label={t("transport.speed")}
        className={styles.speed}
        dir="ltr"
        value={String(speed)}
        data={SPEEDS.map((offered) => ({ value: String(offered), label: `${offered}×` }))}
        onChange={(event) => {
          player.setSpeed(Number(event.currentTarget.value));
        }}
      />
      <Tooltip withinPortal={false} label={t("transport.skip_hint")}>
        <ActionIcon
          variant={skipping ? "filled" : "subtle"}
          color={skipping ? undefined : "gray"}
          size={34}
          aria-pressed={skipping}
          aria-label={t("transport.skip")}
          onClick={() => {
            player.toggleSkipping();
          }}
        >
          <IconPlayerTrackNext size={19} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {span && (
        <div className={styles.group}>
          <Button
            size="compact-sm"
            variant={loop ? "filled" : "light"}
            aria-pressed={loop}
            leftSection={<IconRepeat size={15} />}
            onClick={() => {
              player.toggleLoop();
            }}
          >
            {t("transport.loop")}
          </Button>
          <Tool label={t("transport.clear_span")} act={() => { player.select(null); }}>
            <IconX size={16} />
          </Tool>
        </div>
      )}
      <div className={styles.rest}>
        <Tool label={t("transport.zoom_out")} act={() => { onZoom(2); }} disabled={!zoomed}>
          <IconZoomOut size={18} stroke={1.6} />
        </Tool>
        <Tool label={t("transport.zoom_in")} act={() => { onZoom(0.5); }}>
          <IconZoomIn size={18} stroke={1.6} />
        </Tool>
        {zoomed && (
          <Tool label={t("transport.zoom_reset")} act={() => { onZoom(Infinity); }}>
            <IconZoomReset size={18} stroke={1.6} />
          </Tool>
        )}
        <Tool label={t("transport.copy_link")} act={onCopyLink}>
          <IconLink size={18} stroke={1.6} />
        </Tool>
        {onHelp && (
          <Tool label={t("transport.shortcuts")} act={onHelp}>
            <IconKeyboard size={19} stroke={1.6} />
          </Tool>
        )}
      </div>
    </div>
  );
}

interface ToolProps {
  label: string;
  act: () => void;
  children: ReactNode;
  disabled?: boolean;
}

function Tool({ label, act, children, disabled = false }: ToolProps) {
  return (
    <Tooltip withinPortal={false} label={label}>
      <ActionIcon variant="subtle" color="gray" size={34} aria-label={label} disabled={disabled} onClick={act}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** The clock is written straight into the page: it changes ten times a second. */
function TimeNow({ player }: { player: Player }) {
  const shown = useRef<HTMLSpanElement>(null);
  const write = useCallback((ms: number) => {
    const text = clock(ms, true);
    if (shown.current && shown.current.textContent !== text) shown.current.textContent = text;
  }, []);
  useTick(player, write);
  return (
    <span className={styles.time}>
      <span ref={shown} className={styles.now} /> <span className={styles.whole}>/ {clock(player.durationMs)}</span>
    </span>
  );
}
