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
}

const SCROLLING_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

/** Lights the word being said and keeps it in sight until the reader scrolls. */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  lights: RefObject<WordLights | null>,
  { words, player }: { words: Words; player: Player },
): Follow {
  const following = useRef(true);
  const [released, setReleased] = useState(false);

  const bring = useCallback(
    (word: number) => {
      const element = lights.current?.element(word);
      const frame = scroller.current;
      if (!element || !frame) return;
      const by = scrollBy(element.getBoundingClientRect(), frame.getBoundingClientRect());
      if (by !== 0) frame.scrollBy({ top: by, behavior: calm() ? "auto" : "smooth" });
    },
    [lights, scroller],
  );

  useTick(
    player,
    useCallback(
      (ms: number) => {
        const word = words.at(ms);
        if (lights.current?.say(word) === true && word >= 0 && following.current) bring(word);
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
  };
}

function calm(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
