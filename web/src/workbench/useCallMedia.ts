import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { readPeaks, readTranscript } from "./api";
import type { Call } from "./types";

/** What of a call never changes while it is looked at: fetched once, kept. */
const STEADY = { staleTime: Infinity, refetchOnWindowFocus: false } as const;

/** The address of a transcript in the page's memory; `revision` null is the one that people see. */
export function transcriptKey(callId: string, revision: number | null) {
  return ["transcript", callId, revision] as const;
}

/** While another revision is on its way, the one before it stays. */
export function useTranscript(callId: string, revision: number | null) {
  return useQuery({
    queryKey: transcriptKey(callId, revision),
    queryFn: () => readTranscript(callId, revision),
    placeholderData: keepPreviousData,
    ...STEADY,
  });
}

/** The waveform is a help, not the work: the workbench stands without it. */
export function usePeaks({ id, medium }: Pick<Call, "id" | "medium">) {
  // What was written has none, and nobody waits for it.
  const spoken = (medium ?? "voice") === "voice";
  return useQuery({ queryKey: ["peaks", id], queryFn: () => (spoken ? readPeaks(id) : null), ...STEADY });
}
