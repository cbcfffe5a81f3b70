import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";

import type { Player } from "../playback/player";
import { usePlayerState } from "../playback/usePlayer";
import type { Peaks } from "../types";
import { columns, gainFor } from "./columns";
import { columnCount, paint, paintTicks } from "./paint";
import type { Mark } from "./marks";
import { type View, xOf } from "./scale";
import styles from "./Waveform.module.css";

interface VoicesProps {
  peaks: Peaks | null;
  view: View;
  width: number;
  player: Player;
}

/** Each channel in a lane of its own. */
export function Voices({ peaks, view, width, player }: VoicesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme("light");
  const { muted } = usePlayerState(player);
  const gains = useMemo(() => peaks?.channels.map((channel) => gainFor(channel.peaks)) ?? [], [peaks]);
  const ink = useRef<Ink>({ scheme: "", of: () => "" });
  useEffect(() => {
    const target = canvas.current;
    if (!target || width === 0 || !peaks) return;
    if (ink.current.scheme !== scheme) ink.current = inkOf(target, scheme);
    const lanes = peaks.channels.map((channel, place) => ({
      heights: columns(channel.peaks, peaks.step_ms, view, columnCount(width)).map(
        (height) => height * (gains[place] ?? 1),
      ),
      colour: ink.current.of(channel.speaker),
      faint: muted[place] ?? false,
    }));
    paint(target, { width, height: target.clientHeight, lanes, line: ink.current.of("line") });
  }, [peaks, view, width, scheme, muted, gains]);
  return <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />;
}

/** Where the search found something. A letter alone is in thousands of words: ticks are painted, never elements. */
export function HitTicks({ hits, view, width }: { hits: readonly Mark[]; view: View; width: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme("light");
  useEffect(() => {
    const target = canvas.current;
    if (!target || width === 0) return;
    const seen = hits.filter((hit) => hit.endMs >= view.startMs && hit.startMs <= view.startMs + view.lengthMs);
    const colour = seen.length > 0 ? inkOf(target, scheme).of("accent") : "";
    paintTicks(target, { width, height: target.clientHeight, xs: seen.map((hit) => xOf(hit.startMs, view, width)), colour });
  }, [hits, view, width, scheme]);
  return <canvas ref={canvas} className={styles.hits} aria-hidden="true" data-testid="hit-ticks" data-hits={hits.length} />;
}

/** The scheme's colours, read once: asking for them makes the browser work out all styles first. */
interface Ink {
  scheme: string;
  of: (name: string) => string;
}

function inkOf(element: Element, scheme: string): Ink {
  const colours = getComputedStyle(element);
  const known = new Map<string, string>();
  return {
    scheme,
    of: (name) => {
      const kept = known.get(name) ?? colours.getPropertyValue(`--mashov-${name}`).trim();
      known.set(name, kept);
      return kept;
    },
  };
}
