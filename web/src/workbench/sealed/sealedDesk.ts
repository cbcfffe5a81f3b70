import { useMutation } from "@tanstack/react-query";
import { createContext, useMemo, useState } from "react";

import { useProblemText } from "../../ui/problems";
import { revealNumbers } from "../api";
import type { Revealed, Transcript } from "../types";

/** Numbers that were taken out of the transcript. The desk reaches them past the transcript, which is rendered only once. */
export interface SealedDesk {
  /** What was said at each place, once somebody gave a reason to see it; null before. It is kept nowhere but here. */
  opened: ReadonlyMap<string, string> | null;
  /** The same in time order, and the reason that was given. */
  numbers: readonly Revealed[];
  reason: string;
  /** Whether the dialog is open, and why the last try failed. */
  asking: boolean;
  problem: string | null;
  busy: boolean;
  ask: () => void;
  leave: () => void;
  reveal: (reason: string) => void;
  /** Forgets the numbers again. */
  hide: () => void;
}

/** Null for those who may not see such numbers. */
export const SealedDeskContext = createContext<SealedDesk | null>(null);

export function placeOf({ speaker, start_ms }: Pick<Revealed, "speaker" | "start_ms">): string {
  return `${speaker} ${start_ms}`;
}

interface Found {
  revision: number;
  reason: string;
  numbers: Revealed[];
}

export function useSealedDesk(callId: string, transcript: Transcript, may: boolean): SealedDesk | null {
  const problemText = useProblemText();
  const { revision } = transcript;
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState<Found | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (reason: string) => revealNumbers(callId, { reason, revision }),
    // The numbers stay out of the cache of answers, which outlives this page.
    gcTime: 0,
    onSuccess: (numbers, reason) => {
      setFound({ revision, reason, numbers });
    },
  });
  return useMemo(() => {
    if (!may) return null;
    const shown = found?.revision === revision ? found : null;
    return {
      opened: shown && new Map(shown.numbers.map((number) => [placeOf(number), number.text])),
      numbers: shown?.numbers ?? [],
      reason: shown?.reason ?? "",
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
      hide: () => {
        setAsking(false);
        setFound(null);
      },
    };
  }, [may, found, revision, asking, error, problemText, isPending, reset, mutate]);
}
