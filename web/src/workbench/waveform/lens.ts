/** Which part of the call the waveform shows. Held outside of React, so that moving it draws the waveform and nothing else. */
import { useSyncExternalStore } from "react";

import { pan, type View, wholeCall, zoomAround } from "./scale";

export class Lens {
  private view: View;
  private readonly durationMs: number;
  private readonly listeners = new Set<() => void>();

  constructor(durationMs: number) {
    this.durationMs = durationMs;
    this.view = wholeCall(durationMs);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly getView = (): View => this.view;

  get zoomed(): boolean {
    return this.view.lengthMs < this.durationMs;
  }

  readonly change = (by: (view: View) => View): void => {
    const next = by(this.view);
    if (next.startMs === this.view.startMs && next.lengthMs === this.view.lengthMs) return;
    this.view = next;
    for (const listener of this.listeners) listener();
  };

  /** Shows `factor` times as much (below 1: closer, Infinity: everything), around `hereMs` where that is in sight. */
  zoom(factor: number, hereMs: number): void {
    this.change((seen) => {
      if (!Number.isFinite(factor)) return wholeCall(this.durationMs);
      const inSight = hereMs >= seen.startMs && hereMs <= seen.startMs + seen.lengthMs;
      return zoomAround(seen, inSight ? hereMs : seen.startMs + seen.lengthMs / 2, factor, this.durationMs);
    });
  }

  /** Moves along the call by this share of what is seen. */
  pan(share: number): void {
    this.change((seen) => pan(seen, share * seen.lengthMs, this.durationMs));
  }
}

export function useView(lens: Lens): View {
  return useSyncExternalStore(lens.subscribe, lens.getView);
}
