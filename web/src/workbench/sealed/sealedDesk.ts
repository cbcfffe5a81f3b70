import { useMutation } from "@tanstack/react-query";
import { createContext, useMemo, useState } from "react";

import { useProblemText } from "../../ui/problems";
import { revealNumbers } from "../api";
import type { Revealed, Transcript } from "../types";

/** Numbers that were taken out of the transcript. The desk reaches them past the transcript, which is rendered only once. */
export interface SealedDesk {
  /** What was said at each place, once somebody gave a reason to see it; null before. It is kept nowhere but here. */
  opened: ReadonlyMap<string, string> | null;
  /** Whether the reason is being asked for, and why the last try failed. */
  asking: boolean;
  problem: string | null;
  busy: boolean;
  ask: () => void;
  leave: () => void;
  reveal: (reason: string) => void;
}

/** Null for those who may not see such numbers. */
export const SealedDeskContext = createContext<SealedDesk | null>(null);

export function placeOf({ speaker, start_ms }: Pick<Revealed, "speaker" | "start_ms">): string {
  return `${speaker} ${start_ms}`;
}

export function useSealedDesk(callId: string, transcript: Transcript, may: boolean): SealedDesk | null {
  const problemText = useProblemText();
  const { revision } = transcript;
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState<{ revision: number; numbers: Revealed[] } | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (reason: string) => revealNumbers(callId, { reason, revision }),
    // The numbers stay out of the cache of answers, which outlives this page.
    gcTime: 0,
    onSuccess: (numbers) => {
      setFound({ revision, numbers });
      setAsking(false);
    },
  });
  return useMemo(() => {
    if (!may) return null;
    const shown = found?.revision === revision ? found.numbers : null;
    return {
      opened: shown && new Map(shown.map((number) => [placeOf(number), number.text])),
      asking,
      problem: error ? problemText(error) : null,
      busy: isPending,
      ask: () => {
        reset();
        setAsking(true);
      },
      leave: () => {
        setAsking(false);
      },
      reveal: mutate,
    };
  }, [may, found, revision, asking, error, problemText, isPending, reset, mutate]);
}
