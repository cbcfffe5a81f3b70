import { useQuery } from "@tanstack/react-query";

import { readPeaks, readTranscript } from "./api";

/** What of a call never changes while it is looked at: fetched once, kept. */
const STEADY = { staleTime: Infinity, refetchOnWindowFocus: false } as const;

export function useTranscript(callId: string) {
  return useQuery({ queryKey: ["transcript", callId], queryFn: () => readTranscript(callId), ...STEADY });
}

/** The waveform is a help, not the work: the workbench stands without it. */
export function usePeaks(callId: string) {
  return useQuery({ queryKey: ["peaks", callId], queryFn: () => readPeaks(callId), ...STEADY });
}
