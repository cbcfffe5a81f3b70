import { type CSSProperties, memo } from "react";
import { useTranslation } from "react-i18next";

import type { Player } from "../playback/player";
import { clock } from "../time";
import type { Peaks } from "../types";
import { useView, type Lens } from "./lens";
import { wholeCall } from "./scale";
import { Voices } from "./Voices";
import styles from "./Waveform.module.css";

interface MinimapProps {
  lens: Lens;
  peaks: Peaks | null;
  player: Player;
  width: number;
}

/** The whole call in small while a part of it is seen large, and a window over it to be moved: by mouse, finger or keys. */
export function Minimap({ lens, peaks, player, width }: MinimapProps) {
  const { t } = useTranslation("workbench");
  const view = useView(lens);
  const duration = player.durationMs;
  return (
    <div className={styles.map}>
      <Whole peaks={peaks} player={player} width={width} />
      <input
        className={styles.scroll}
        style={{ "--window": `${((view.lengthMs / duration) * 100).toFixed(3)}%` } as CSSProperties}
        type="range"
        dir="ltr"
        min={0}
        max={Math.max(1, Math.round(duration - view.lengthMs))}
        step="any"
        value={view.startMs}
        aria-label={t("waveform.scroll")}
        aria-valuetext={`${clock(view.startMs)}–${clock(view.startMs + view.lengthMs)}`}
        onChange={(event) => {
          const startMs = Number(event.currentTarget.value);
          lens.change((seen) => ({ ...seen, startMs }));
        }}
        onKeyDown={(event) => {
          // The browser's own step would be a hair of a long call.
          const step = { ArrowLeft: -0.25, ArrowRight: 0.25, PageUp: -1, PageDown: 1 }[event.code];
          if (step === undefined) return;
          event.preventDefault();
          lens.pan(step);
        }}
      />
    </div>
  );
}

/** Drawn once, whatever part of it is looked at. */
const Whole = memo(function Whole({ peaks, player, width }: Omit<MinimapProps, "lens">) {
  return <Voices peaks={peaks} view={wholeCall(player.durationMs)} width={width} player={player} />;
});
