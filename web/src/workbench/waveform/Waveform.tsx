import { useComputedColorScheme } from "@mantine/core";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Player } from "../playback/player";
import { usePlayerState, useTick } from "../playback/usePlayer";
import { clock } from "../time";
import type { Peaks } from "../types";
import { columns, gainFor } from "./columns";
import { Marks } from "./Marks";
import { CALL_KINDS, type Mark, markUnder, nameOf } from "./marks";
import { columnCount, paint } from "./paint";
import type { View } from "./scale";
import { follow, pan, ticks, xOf, zoomAround } from "./scale";
import { usePointer } from "./usePointer";
import { useWidth } from "./useSize";
import styles from "./Waveform.module.css";

/** A label that would be cut off at the right edge is left out. */
const LABEL_PX = 32;

export interface WaveformProps {
  player: Player;
  peaks: Peaks | null;
  marks: readonly Mark[];
  view: View;
  onView: (change: (view: View) => View) => void;
  /** Clicking a piece of evidence plays it. */
  onEvidence: (mark: Mark) => void;
}

/**
 * Both voices over time. Drawn by hand from the server's peaks rather than by a waveform library: two lanes, marks, time
 * axis and selection share one scale, and the recording itself is never decoded here. Always left to right.
 */
export function Waveform({ player, peaks, marks, view, onView, onEvidence }: WaveformProps) {
  const { t } = useTranslation("workbench");
  const frame = useRef<HTMLDivElement>(null);
  const surface = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { span } = usePlayerState(player);
  const duration = player.durationMs;
  const [dragged, setDragged] = useState<{ start_ms: number; end_ms: number } | null>(null);
  const bubble = useRef<HTMLDivElement>(null);
  usePlayhead(player, { frameRef: frame, surfaceRef: surface }, { view, onView });
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
      onView((seen) => zoomAround(seen, anchor, factor, duration));
    },
    onPan: (share) => {
      onView((seen) => pan(seen, share * seen.lengthMs, duration));
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
        <Marks marks={marks} view={view} kinds={[...CALL_KINDS, "hit"]} />
        {chosen && <Selection span={chosen} view={view} />}
        <div className={styles.played} />
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
        <div className={styles.playhead} />
        <div ref={bubble} className={styles.hover} aria-hidden="true" />
      </div>
      <Marks marks={marks} view={view} kinds={["evidence", "comment"]} onPick={onEvidence} />
      {zoomed && (
        <input
          className={styles.scroll}
          type="range"
          dir="ltr"
          min={0}
          max={Math.max(1, Math.round(duration - view.lengthMs))}
          value={Math.round(view.startMs)}
          aria-label={t("waveform.scroll")}
          aria-valuetext={clock(view.startMs)}
          onChange={(event) => {
            const startMs = Number(event.currentTarget.value);
            onView((seen) => ({ ...seen, startMs }));
          }}
        />
      )}
    </div>
  );
}

function Voices({ peaks, view, width, player }: { peaks: Peaks | null; view: View; width: number; player: Player }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme("light");
  const { muted } = usePlayerState(player);
  const gains = useMemo(() => peaks?.channels.map((channel) => gainFor(channel.peaks)) ?? [], [peaks]);
  useEffect(() => {
    const target = canvas.current;
    if (!target || width === 0 || !peaks) return;
    const colours = getComputedStyle(target);
    const lanes = peaks.channels.map((channel, place) => ({
      heights: columns(channel.peaks, peaks.step_ms, view, columnCount(width)).map(
        (height) => height * (gains[place] ?? 1),
      ),
      colour: colours.getPropertyValue(`--mashov-${channel.speaker}`).trim(),
      faint: muted[place] ?? false,
    }));
    paint(target, { width, height: target.clientHeight, lanes, line: colours.getPropertyValue("--mashov-line").trim() });
    // The scheme is read through the custom properties, which change with it.
  }, [peaks, view, width, scheme, muted, gains]);
  return <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />;
}

function Selection({ span, view }: { span: { start_ms: number; end_ms: number }; view: View }) {
  const left = Math.max(0, xOf(span.start_ms, view, 100));
  const right = Math.min(100, xOf(span.end_ms, view, 100));
  if (right <= left) return null;
  return <div className={styles.selection} style={{ left: `${left}%`, width: `${right - left}%` }} />;
}

/** Moves the playhead and tells its time to assistive technology, a few attributes a frame and no render. */
function usePlayhead(
  player: Player,
  { frameRef, surfaceRef }: { frameRef: RefObject<HTMLDivElement | null>; surfaceRef: RefObject<HTMLDivElement | null> },
  { view, onView }: Pick<WaveformProps, "view" | "onView">,
): void {
  const { t } = useTranslation("workbench");
  const act = useCallback(
    (ms: number) => {
      if (frameRef.current) placePlayhead(frameRef.current, ms, view);
      if (surfaceRef.current) {
        tellPosition(surfaceRef.current, ms, t("waveform.at", { now: clock(ms), whole: clock(player.durationMs) }));
      }
      if (player.getState().playing && follow(view, ms, player.durationMs) !== view) {
        onView((seen) => follow(seen, ms, player.durationMs));
      }
    },
    [frameRef, surfaceRef, view, onView, player, t],
  );
  useTick(player, act);
}

function placePlayhead(frame: HTMLElement, ms: number, view: View): void {
  frame.style.setProperty("--played", `${xOf(ms, view, 100).toFixed(3)}%`);
  frame.toggleAttribute("data-off", ms < view.startMs || ms > view.startMs + view.lengthMs);
}

function tellPosition(surface: HTMLElement, ms: number, text: string): void {
  if (surface.getAttribute("aria-valuetext") === text) return;
  surface.setAttribute("aria-valuenow", String(Math.floor(ms / 1000)));
  surface.setAttribute("aria-valuetext", text);
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
