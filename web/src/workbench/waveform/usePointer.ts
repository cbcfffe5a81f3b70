import { useEffect, useRef, type RefObject } from "react";

import type { View } from "./scale";
import { timeOf } from "./scale";

export interface PointerActs {
  /** A press and release at one place. */
  onSeek: (ms: number) => void;
  /** Dragging with a mouse or pen: the stretch between press and pointer; `done` once released. */
  onSelect: (startMs: number, endMs: number, done: boolean) => void;
  /** The moment under the pointer, or null once it has left. */
  onHover: (ms: number | null, x: number) => void;
  /** The wheel with Ctrl or a pinch: `factor` below 1 comes closer. */
  onZoom: (anchorMs: number, factor: number) => void;
  /** The wheel sideways or with Shift, as a share of the view. */
  onPan: (share: number) => void;
}

/** Farther than this between press and release is a drag. */
const DRAG_PX = 5;

/** Listens to the pointer on the waveform. The view and the acts may change at any time without listening anew. */
export function usePointer(surface: RefObject<HTMLElement | null>, view: View, acts: PointerActs): void {
  const latest = useRef({ view, acts });
  useEffect(() => {
    latest.current = { view, acts };
  });
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    const listening = new AbortController();
    const options = { signal: listening.signal };
    let pressed: { x: number; ms: number } | null = null;

    const at = (event: MouseEvent): { x: number; ms: number } => {
      const box = element.getBoundingClientRect();
      const x = Math.min(Math.max(0, event.clientX - box.left), box.width);
      return { x, ms: timeOf(x, latest.current.view, box.width) };
    };
    const release = (event: PointerEvent): void => {
      const from = pressed;
      pressed = null;
      if (!from) return;
      const to = at(event);
      const { acts: now } = latest.current;
      if (event.pointerType !== "touch" && Math.abs(to.x - from.x) > DRAG_PX) {
        now.onSelect(Math.min(from.ms, to.ms), Math.max(from.ms, to.ms), true);
      } else {
        now.onSeek(to.ms);
      }
    };
    element.addEventListener(
      "pointerdown",
      (event) => {
        if (event.button !== 0) return;
        pressed = at(event);
        element.setPointerCapture(event.pointerId);
      },
      options,
    );
    element.addEventListener(
      "pointermove",
      (event) => {
        const here = at(event);
        latest.current.acts.onHover(here.ms, here.x);
        if (!pressed) return;
        if (event.pointerType === "touch") latest.current.acts.onSeek(here.ms);
        else if (Math.abs(here.x - pressed.x) > DRAG_PX) {
          latest.current.acts.onSelect(Math.min(pressed.ms, here.ms), Math.max(pressed.ms, here.ms), false);
        }
      },
      options,
    );
    element.addEventListener("pointerup", release, options);
    element.addEventListener("pointercancel", () => (pressed = null), options);
    element.addEventListener(
      "pointerleave",
      () => {
        latest.current.acts.onHover(null, 0);
      },
      options,
    );
    element.addEventListener(
      "wheel",
      (event) => {
        const sideways = event.shiftKey ? event.deltaY : event.deltaX;
        if (event.ctrlKey || event.metaKey) latest.current.acts.onZoom(at(event).ms, Math.exp(event.deltaY * 0.004));
        else if (Math.abs(sideways) > 0) latest.current.acts.onPan(sideways / Math.max(1, element.clientWidth));
        else return;
        event.preventDefault();
      },
      { ...options, passive: false },
    );
    return () => {
      listening.abort();
    };
  }, [surface]);
}
