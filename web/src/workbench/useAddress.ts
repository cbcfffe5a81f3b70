import { useEffect, useRef } from "react";

import { addressWith, placeIn } from "./address";
import type { Player } from "./playback/player";
import { goTo } from "./rubric/useDesk";

/** Often enough that a reload goes on nearly where it was; browsers refuse to be told of every frame. */
const AT_MOST_EVERY_MS = 2000;
const AFTER_MS = 300;

interface Living {
  player: Player;
  question: string | null;
  find: string;
}

/**
 * Keeps moment, question and search in the address, past the router: nothing is rendered for it. A reload, a bookmark or a
 * copied address opens the call at the same place; going back leaves the call, as expected, because nothing is added to
 * the browser's history.
 */
export function useAddress({ player, question, find }: Living): void {
  const latest = useRef({ question, find });
  const write = useRef<() => void>(() => undefined);
  useEffect(() => {
    latest.current = { question, find };
    write.current();
  }, [question, find]);
  useEffect(() => {
    const asked = placeIn(window.location.search).ms;
    if (asked !== null) player.seek(asked);
    const at = window.location.pathname;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let written = Date.now();
    const now = (): void => {
      timer = undefined;
      // Another page may stand there by now: its address is not ours to write.
      if (window.location.pathname !== at) return;
      written = Date.now();
      const href = addressWith(window.location.href, { ms: player.positionMs, ...latest.current });
      if (href !== window.location.href) window.history.replaceState(window.history.state, "", href);
    };
    write.current = () => {
      timer ??= setTimeout(now, Math.max(AFTER_MS, AT_MOST_EVERY_MS - (Date.now() - written)));
    };
    const stop = player.onTick(write.current);
    return () => {
      stop();
      clearTimeout(timer);
      write.current = () => undefined;
    };
  }, [player]);
}

/** Goes to the question that the address names, once. */
export function useQuestionOfAddress(): void {
  useEffect(() => {
    goTo(placeIn(window.location.search).question);
  }, []);
}
