import { type RefObject, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Player } from "../playback/player";
import { usePlayerState, useTick } from "../playback/usePlayer";
import { clock } from "../time";
import type { Peaks } from "../types";
import { type Lens, useView } from "./lens";
import { Marks } from "./Marks";
import { CALL_KINDS, type Mark, type MarkKind, markUnder, nameOf } from "./marks";
import { Minimap } from "./Minimap";
import type { View } from "./scale";
import { follow, ticks, xOf, zoomAround } from "./scale";
import { usePointer } from "./usePointer";
import { useWidth } from "./useSize";
import { HitTicks, Voices } from "./Voices";
import styles from "./Waveform.module.css";

const PICKED: readonly MarkKind[] = ["evidence", "comment"];

/** A label that would be cut off at the right edge is left out. */
const LABEL_PX = 32;

export interface WaveformProps {
  player: Player;
  peaks: Peaks | null;
  marks: readonly Mark[];
  /** What the search in the transcript found. */
  hits: readonly Mark[];
  lens: Lens;
  /** Clicking a piece of evidence plays it. */
  onEvidence: (mark: Mark) => void;
}

/**
 * Both voices over time. Drawn by hand from the server's peaks rather than by a waveform library: two lanes, marks, time
 * axis and selection share one scale, and the recording itself is never decoded here. Always left to right.
 */
export function Waveform({ player, peaks, marks, hits, lens, onEvidence }: WaveformProps) {
  const { t } = useTranslation("workbench");
  const frame = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const view = useView(lens);
  const { span } = usePlayerState(player);
  const duration = player.durationMs;
  const [dragged, setDragged] = useState<{ start_ms: number; end_ms: number } | null>(null);
  const bubble = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const played = useRef<HTMLDivElement>(null);
  usePlayhead(player, { headRef: head, playedRef: played, surfaceRef: surface }, { view, lens });
  usePointer(surface, view, {
    onSeek: (ms) => {
      setDragged(null);
      player.seek(ms);
    },
    onSelect: (start_ms, end_ms, done) => {
      setDragged(done ? null : { start_ms, end_ms });
      if (done) player.select({ start_ms: Math.round(start_ms), end_ms: Math.round(end_ms) });
    },
    onHover: (ms, x) => {
      const under = markUnder(overWaves, x, view, width);
      showHover(bubble.current, { ms, x, name: under ? t(nameOf(under)) : null });
    },
    onZoom: (anchor, factor) => {
      lens.change((seen) => zoomAround(seen, anchor, factor, duration));
    },
    onPan: (share) => {
      lens.pan(share);
    },
  });
  const overWaves = marks.filter((mark) => mark.kind !== "evidence" && mark.kind !== "comment");
  const chosen = dragged ?? span;
  const zoomed = view.lengthMs < duration;

  return (
    <div className={styles.frame} dir="ltr" ref={frame}>
      <div className={styles.axis} aria-hidden="true">
        {ticks(view, width || 800).filter((ms) => xOf(ms, view, width || 800) < (width || 800) - LABEL_PX).map((ms) => (
          <span key={ms} style={{ left: `${(xOf(ms, view, 100)).toFixed(3)}%` }}>
            {clock(ms, view.lengthMs < 10_000)}
          </span>
        ))}
      </div>
      <div className={styles.lanes}>
        <Voices peaks={peaks} view={view} width={width} player={player} />
        <Marks marks={marks} view={view} durationMs={duration} kinds={CALL_KINDS} />
        <HitTicks hits={hits} view={view} width={width} />
        {chosen && <Selection span={chosen} view={view} />}
        <div ref={played} className={styles.played} />
        <div
          ref={surface}
          className={styles.surface}
          role="slider"
          tabIndex={0}
          aria-label={t("waveform.position")}
          aria-valuemin={0}
          aria-valuemax={Math.round(duration / 1000)}
          aria-valuenow={0}
          data-testid="waveform"
        />
        <div className={styles.within}>
          <div ref={head} className={styles.rail}>
            <div className={styles.playhead} />
          </div>
        </div>
        <div ref={bubble} className={styles.hover} aria-hidden="true" />
      </div>
      <Marks marks={marks} view={view} durationMs={duration} kinds={PICKED} onPick={onEvidence} />
      {zoomed && <Minimap lens={lens} peaks={peaks} player={player} width={width} />}
    </div>
  );
}

function Selection({ span, view }: { span: { start_ms: number; end_ms: number }; view: View }) {
  const left = Math.max(0, xOf(span.start_ms, view, 100));
  const right = Math.min(100, xOf(span.end_ms, view, 100));
  if (right <= left) return null;
  return <div className={styles.selection} style={{ left: `${left}%`, width: `${right - left}%` }} />;
}

interface Moving {
  headRef: RefObject<HTMLElement | null>;
  playedRef: RefObject<HTMLElement | null>;
  surfaceRef: RefObject<HTMLElement | null>;
}

/**
 * Moves the playhead and tells its time to assistive technology, without a render. What moves every frame is moved by
 * `transform` alone: the browser then neither works out styles below it nor paints anew.
 */
function usePlayhead(
  player: Player,
  { headRef, playedRef, surfaceRef }: Moving,
  { view, lens }: { view: View; lens: Lens },
): void {
  const { t } = useTranslation("workbench");
  const act = useCallback(
    (ms: number) => {
      const x = xOf(ms, view, 100);
      if (headRef.current) {
        headRef.current.style.transform = `translateX(${x.toFixed(3)}%)`;
        headRef.current.hidden = x < 0 || x > 100;
      }
      if (playedRef.current) playedRef.current.style.transform = `scaleX(${(Math.min(Math.max(x, 0), 100) / 100).toFixed(5)})`;
      if (surfaceRef.current) {
        tellPosition(surfaceRef.current, ms, () =>
          t("waveform.at", { now: clock(ms), whole: clock(player.durationMs) }),
        );
      }
      if (player.getState().playing) lens.change((seen) => follow(seen, ms, player.durationMs));
    },
    [headRef, playedRef, surfaceRef, view, lens, player, t],
  );
  useTick(player, act);
}

/** Once a second: it is told in whole seconds. */
function tellPosition(surface: HTMLElement, ms: number, text: () => string): void {
  const now = String(Math.floor(ms / 1000));
  if (surface.getAttribute("aria-valuenow") === now && surface.hasAttribute("aria-valuetext")) return;
  surface.setAttribute("aria-valuenow", now);
  surface.setAttribute("aria-valuetext", text());
}

/** Shows the time under the pointer, and the name of the mark that lies there. */
function showHover(
  bubble: HTMLElement | null,
  { ms, x, name }: { ms: number | null; x: number; name: string | null },
): void {
  bubble?.toggleAttribute("data-shown", ms !== null);
  if (!bubble || ms === null) return;
  bubble.style.left = `${x}px`;
  bubble.textContent = name === null ? clock(ms, true) : `${clock(ms, true)} · ${name}`;
}
