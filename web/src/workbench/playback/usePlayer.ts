import { useEffect, useState, useSyncExternalStore } from "react";

import { signAudioAddress } from "../api";
import type { PlayerState } from "./player";
import { Player } from "./player";

/**
 * The player of one call, open while the component is on the page. Give the component a `key` of the call's id. Without
 * one (what was written has no sound) it only knows where one is, and asks the server for nothing.
 */
export function usePlayer(callId: string | null, durationMs: number, channels: number): Player {
  const [player] = useState(() => new Player({ durationMs, channels, sign: () => signAudioAddress(callId ?? "") }));
  useEffect(() => {
    if (callId === null) return;
    player.open();
    return () => {
      player.close();
    };
  }, [player, callId]);
  return player;
}

export function usePlayerState(player: Player): PlayerState {
  return useSyncExternalStore(player.subscribe, player.getState);
}

/** Runs `act` on every frame of playback and after seeks, outside of React's rendering. */
export function useTick(player: Player, act: (ms: number) => void): void {
  useEffect(() => {
    act(player.positionMs);
    return player.onTick(act);
  }, [player, act]);
}
