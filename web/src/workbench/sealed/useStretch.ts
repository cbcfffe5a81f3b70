import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { useProblemText } from "../../ui/problems";
import { hearNumber } from "../api";
import type { Revealed } from "../types";
import { playOnce } from "./stretch";

/** The original sound of hidden numbers, one at a time. */
export interface Stretch {
  /** The number that is heard now. */
  playing: Revealed | null;
  /** The number whose sound is on its way. */
  awaited: Revealed | null;
  problem: string | null;
  play: (number: Revealed, reason: string) => void;
  stop: () => void;
}

/** `onPlay` is told before a sound begins, so that nothing else sounds with it. */
export function useStretch(callId: string, revision: number, onPlay: () => void): Stretch {
  const problemText = useProblemText();
  const [playing, setPlaying] = useState<Revealed | null>(null);
  const ending = useRef<(() => void) | null>(null);
  const stop = useCallback(() => {
    ending.current?.();
    ending.current = null;
    setPlaying(null);
  }, []);
  useEffect(() => stop, [stop]);

  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: async ({ number, reason }: { number: Revealed; reason: string }) => {
      const { speaker, start_ms } = number;
      const sound = await hearNumber(callId, { reason, revision, speaker, start_ms });
      onPlay();
      setPlaying(number);
      ending.current = await playOnce(sound, () => {
        setPlaying((now) => (now === number ? null : now));
      });
    },
    gcTime: 0,
    onError: () => {
      setPlaying(null);
    },
  });
  const play = useCallback(
    (number: Revealed, reason: string) => {
      stop();
      mutate({ number, reason });
    },
    [stop, mutate],
  );
  const awaited = isPending && playing === null ? variables.number : null;
  return { playing, awaited, problem: error ? problemText(error) : null, play, stop };
}
