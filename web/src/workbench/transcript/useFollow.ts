import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

import type { Player } from "../playback/player";
import { useTick } from "../playback/usePlayer";
import { scrollBy } from "./following";
import type { WordLights } from "./lighting";
import type { Words } from "./useWordLights";

export interface Follow {
  /** The reader has scrolled away; the transcript stays where they put it. */
  released: boolean;
  resume: () => void;
  /** Brings a word into sight and follows from there. */
  bring: (word: number) => void;
  /** Brings a word into sight to be looked at; what plays goes on without being followed. */
  look: (word: number) => void;
}

const SCROLLING_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

/** Lights the word being said and keeps it in sight until the reader scrolls. */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  lights: RefObject<WordLights | null>,
  { words, player, reach }: { words: Words; player: Player; reach: (word: number) => HTMLElement | null },
): Follow {
  const following = useRef(true);
  const [released, setReleased] = useState(false);

  const bring = useCallback(
    (word: number) => {
      const frame = scroller.current;
      if (frame) scrollTo(() => reach(word), frame);
    },
    [reach, scroller],
  );

  useTick(
    player,
    useCallback(
      (ms: number) => {
        const word = words.at(ms);
        if (lights.current?.say(word) !== true || word < 0 || !following.current) return;
        if (lights.current.element(word)) bring(word);
        // A sleeping block is woken once the page stands: the first tick comes while it is still being drawn.
        else requestAnimationFrame(() => { bring(word); });
      },
      [words, lights, bring],
    ),
  );

  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    const listening = new AbortController();
    const release = (): void => {
      if (!following.current || !player.getState().playing) return;
      following.current = false;
      setReleased(true);
    };
    const on = (type: string, act: (event: Event) => void): void => {
      frame.addEventListener(type, act, { signal: listening.signal, passive: true });
    };
    on("wheel", release);
    on("touchmove", release);
    on("pointerdown", (event) => {
      // Only the scrollbar belongs to the frame itself; anything else is a word or a button.
      if (event.target === frame) release();
    });
    on("keydown", (event) => {
      if (event instanceof KeyboardEvent && SCROLLING_KEYS.has(event.key)) release();
    });
    return () => {
      listening.abort();
    };
  }, [scroller, player]);

  const resume = useCallback(() => {
    following.current = true;
    setReleased(false);
    const word = words.at(player.positionMs);
    if (word >= 0) bring(word);
  }, [words, player, bring]);

  return {
    released,
    resume,
    bring: (word) => {
      following.current = true;
      setReleased(false);
      bring(word);
    },
    look: (word) => {
      if (player.getState().playing) {
        following.current = false;
        setReleased(true);
      }
      bring(word);
    },
  };
}

/** After so many corrections a place that still moves is left alone. */
const MOST_TRIES = 4;

/**
 * Scrolls an element into sight: gently where it is near, at once where it is far. What lies between is only estimated
 * until the browser has seen it, so that a far place is looked at again once it is there.
 */
function scrollTo(element: () => HTMLElement | null, frame: HTMLElement, tries = 0): void {
  const target = element();
  if (!target) return;
  const by = scrollBy(target.getBoundingClientRect(), frame.getBoundingClientRect());
  if (by === 0) return;
  const far = tries > 0 || Math.abs(by) > frame.clientHeight * 1.5;
  frame.scrollBy({ top: by, behavior: far || calm() ? "instant" : "smooth" });
  if (far && tries < MOST_TRIES) {
    requestAnimationFrame(() => {
      scrollTo(element, frame, tries + 1);
    });
  }
}

function calm(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
