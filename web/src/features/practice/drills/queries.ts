import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  type DrillAttemptOut,
  forgetDrillAttempt,
  getDrill,
  getDrillAttempt,
  hearDrillAttempt,
  hearDrillMoment,
  listDrillAttempts,
  listDrillingPeople,
  listDrills,
  recordDrillAttempt,
} from "../../../api";

const DRILLS = ["drills"] as const;
const ATTEMPTS = ["drill-attempts"] as const;
/** How often somebody who waits for a verdict is told how far it is. */
const LOOK_EVERY_MS = 700;

export function useDrills() {
  return useQuery({ queryKey: [...DRILLS, "list"], queryFn: () => ask(listDrills()) });
}

export function useDrill(drillId: string) {
  return useQuery({
    queryKey: [...DRILLS, "one", drillId],
    queryFn: () => ask(getDrill({ path: { drill_id: drillId } })),
  });
}

interface Wanted {
  drillId?: string;
  personId?: string;
}

export function useAttempts({ drillId, personId }: Wanted) {
  return useInfiniteQuery({
    queryKey: [...ATTEMPTS, "list", drillId ?? null, personId ?? null],
    queryFn: ({ pageParam }) =>
      ask(listDrillAttempts({ query: { drill_id: drillId, person_id: personId, cursor: pageParam ?? undefined, limit: 20 } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function isOpen(attempt: DrillAttemptOut): boolean {
  return attempt.state === "waiting" || attempt.state === "processing";
}

/** One attempt, looked at again and again until it is judged. */
export function useAttempt(attempt: DrillAttemptOut): DrillAttemptOut {
  const queryClient = useQueryClient();
  const found = useQuery({
    queryKey: [...ATTEMPTS, "one", attempt.id],
    queryFn: async () => {
      const now = await ask(getDrillAttempt({ path: { attempt_id: attempt.id } }));
      if (!isOpen(now)) void queryClient.invalidateQueries({ queryKey: DRILLS });
      return now;
    },
    initialData: attempt,
    enabled: isOpen(attempt),
    refetchInterval: ({ state }) => (state.data && !isOpen(state.data) ? false : LOOK_EVERY_MS),
  });
  return found.data;
}

interface Take {
  momentId: string;
  sound: Blob;
}

export function useRecord(drillId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ momentId, sound }: Take) =>
      ask(recordDrillAttempt({ body: { file: sound, drill_id: drillId, moment_id: momentId } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [...ATTEMPTS, "list"] }),
  });
}

export function useForget() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (attemptId: string) => ask(forgetDrillAttempt({ path: { attempt_id: attemptId } })),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ATTEMPTS });
      await queryClient.invalidateQueries({ queryKey: DRILLS });
    },
  });
}

export function usePractising() {
  return useQuery({ queryKey: [...ATTEMPTS, "people"], queryFn: () => ask(listDrillingPeople()) });
}

export function momentSound(drillId: string, momentId: string): Promise<Blob> {
  return ask(hearDrillMoment({ path: { drill_id: drillId, moment_id: momentId }, parseAs: "blob" }));
}

export function attemptSound(attemptId: string): Promise<Blob> {
  return ask(hearDrillAttempt({ path: { attempt_id: attemptId }, parseAs: "blob" }));
}
