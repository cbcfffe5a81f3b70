import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  acknowledgeCoachingSession,
  ask,
  changeCoachingSession,
  changeCoachingTask,
  type CoachingMomentIn,
  type CoachingPlanIn,
  type CoachingSessionIn,
  type CoachingSessionOut,
  type CoachingTaskOut,
  type CoachingTasksIn,
  createCoachingMoment,
  createCoachingSession,
  createCoachingTasks,
  dropCoachingAction,
  dropCoachingSession,
  finishCoachingTask,
  getCoachingSession,
  getOwnCoaching,
  getOwnCoachingSession,
  holdCoachingSession,
  ifMatch,
  listCoachingQuestions,
  listCoachingSessions,
  listCoachingSuggestions,
  listCoachingTasks,
  type OwnCoachingSession,
  type OwnCoachingTask,
  putOwnCoachingWords,
  shareCoachingSession,
  withdrawCoachingTask,
} from "../../api";

const COACHING = ["coaching"] as const;
const sessionKey = (id: string) => [...COACHING, "session", id];
const ownKey = (id: string) => [...COACHING, "mine", id];

export interface AskedOf {
  weeks: number;
  teamId: string | null;
  agentId: string | null;
  cohortId: string | null;
  limit: number;
}

export function useSuggestions({ weeks, teamId, agentId, cohortId, limit }: AskedOf) {
  return useQuery({
    queryKey: [...COACHING, "suggestions", weeks, teamId, agentId, cohortId, limit],
    queryFn: () =>
      ask(
        listCoachingSuggestions({
          query: {
            weeks,
            limit,
            team_id: teamId ?? undefined,
            agent_id: agentId ?? undefined,
            cohort_id: cohortId ?? undefined,
          },
        }),
      ),
    placeholderData: (before) => before,
  });
}

export function useQuestions() {
  return useQuery({
    queryKey: [...COACHING, "questions"],
    queryFn: () => ask(listCoachingQuestions()),
    staleTime: 300_000,
  });
}

export function useTasks() {
  return useInfiniteQuery({
    queryKey: [...COACHING, "tasks"],
    queryFn: ({ pageParam }) => ask(listCoachingTasks({ query: { cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useSessions() {
  return useInfiniteQuery({
    queryKey: [...COACHING, "sessions"],
    queryFn: ({ pageParam }) => ask(listCoachingSessions({ query: { cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useSession(id: string) {
  return useQuery({
    queryKey: sessionKey(id),
    queryFn: () => ask(getCoachingSession({ path: { session_id: id } })),
    // What is being written is not changed under the writer's hands.
    refetchOnWindowFocus: false,
  });
}

function useFreshen() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: COACHING });
}

export function usePrepare() {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: (body: CoachingSessionIn) => ask(createCoachingSession({ body })),
    onSuccess: freshen,
  });
}

type Step = { deed: "keep" } | { deed: "share" } | { deed: "hold" };

/** Keeps what was written, and then takes the next step with it. */
export function useStep(session: CoachingSessionOut) {
  const queryClient = useQueryClient();
  const path = { session_id: session.id };
  return useMutation({
    mutationFn: async ({ deed, plan }: Step & { plan: CoachingPlanIn }) => {
      const kept = await ask(changeCoachingSession({ path, headers: ifMatch(session.version), body: plan }));
      const headers = ifMatch(kept.version);
      if (deed === "share") return ask(shareCoachingSession({ path, headers }));
      if (deed === "hold") return ask(holdCoachingSession({ path, headers, body: {} }));
      return kept;
    },
    onSuccess: (changed) => {
      queryClient.setQueryData(sessionKey(session.id), changed);
      void queryClient.invalidateQueries({ queryKey: [...COACHING, "sessions"] });
    },
  });
}

export function useDrop(session: CoachingSessionOut) {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: () => ask(dropCoachingSession({ path: { session_id: session.id }, headers: ifMatch(session.version) })),
    onSuccess: freshen,
  });
}

export function useDropAction(session: CoachingSessionOut) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (actionId: string) =>
      ask(
        dropCoachingAction({
          path: { session_id: session.id, action_id: actionId },
          headers: ifMatch(session.version),
        }),
      ),
    onSuccess: (changed) => {
      queryClient.setQueryData(sessionKey(session.id), changed);
    },
  });
}

export function useGiveTasks() {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: (body: CoachingTasksIn) => ask(createCoachingTasks({ body })),
    onSuccess: freshen,
  });
}

export function useAddMoment(callId: string) {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: (body: CoachingMomentIn) => ask(createCoachingMoment({ path: { call_id: callId }, body })),
    onSuccess: freshen,
  });
}

export function useTaskStep(task: CoachingTaskOut) {
  const freshen = useFreshen();
  const at = { path: { task_id: task.id }, headers: ifMatch(task.version) };
  return useMutation({
    mutationFn: async (deed: "accept" | "withdraw") => {
      if (deed === "accept") await ask(changeCoachingTask({ ...at, body: { accept: true } }));
      else await ask(withdrawCoachingTask(at));
    },
    onSettled: freshen,
  });
}

export function useOwnCoaching() {
  return useQuery({ queryKey: [...COACHING, "mine"], queryFn: () => ask(getOwnCoaching()) });
}

export function useOwnSession(id: string) {
  return useQuery({
    queryKey: ownKey(id),
    queryFn: () => ask(getOwnCoachingSession({ path: { session_id: id } })),
    refetchOnWindowFocus: false,
  });
}

/** The agent's own words, kept for later or given with the acknowledgement. */
export function useSay(session: OwnCoachingSession) {
  const queryClient = useQueryClient();
  const at = { path: { session_id: session.id }, headers: ifMatch(session.version) };
  return useMutation({
    mutationFn: ({ words, acknowledge }: { words: string; acknowledge: boolean }) =>
      ask(acknowledge ? acknowledgeCoachingSession({ ...at, body: { words } }) : putOwnCoachingWords({ ...at, body: { words } })),
    onSuccess: (changed) => {
      queryClient.setQueryData(ownKey(session.id), changed);
      void queryClient.invalidateQueries({ queryKey: [...COACHING, "mine"], exact: true });
    },
  });
}

export function useFinish(task: OwnCoachingTask) {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: (words: string) =>
      ask(finishCoachingTask({ path: { task_id: task.id }, headers: ifMatch(task.version), body: { words } })),
    onSuccess: freshen,
  });
}
