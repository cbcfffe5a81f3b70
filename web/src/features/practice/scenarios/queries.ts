import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  addPracticeReply,
  ask,
  type PracticeAttemptOut,
  beginScenarios,
  changeScenario,
  checkScenario,
  createScenario,
  type ScenarioCutIn,
  cutScenarioClip,
  finishPractice,
  getPractice,
  getCallEvaluation,
  getScenario,
  giveUpPractice,
  ifMatch,
  listPractice,
  listScenarios,
  listSituations,
  type ScenarioIn,
  type ScenarioOut,
  startPractice,
  type Story,
  uploadScenarioClip,
  withdrawScenario,
} from "../../../api";

const PRACTICE = ["scenarios"] as const;
const attemptKey = (id: string) => [...PRACTICE, "attempt", id] as const;
const scenarioKey = (id: string) => [...PRACTICE, "scenario", id] as const;
const WATCH_EVERY_MS = 2000;

export function useScenarios() {
  return useQuery({ queryKey: [...PRACTICE, "list"], queryFn: () => ask(listScenarios()) });
}

export function useAttempts(scenarioId: string | null = null) {
  return useInfiniteQuery({
    queryKey: [...PRACTICE, "attempts", scenarioId],
    queryFn: ({ pageParam }) =>
      ask(listPractice({ query: { scenario_id: scenarioId ?? undefined, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** One attempt; while its call is heard it is looked at again and again. */
export function useAttempt(id: string) {
  return useQuery({
    queryKey: attemptKey(id),
    queryFn: () => ask(getPractice({ path: { attempt_id: id } })),
    refetchInterval: (query) => (query.state.data?.state === "processing" ? WATCH_EVERY_MS : false),
  });
}

/** What was made of a practice call. */
export function useAttemptEvaluation(callId: string) {
  return useQuery({
    queryKey: ["calls", callId, "evaluation"],
    queryFn: () => ask(getCallEvaluation({ path: { call_id: callId } })),
  });
}

export function useStart() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (scenarioId: string) => ask(startPractice({ path: { scenario_id: scenarioId } })),
    onSuccess: (attempt) => {
      queryClient.setQueryData(attemptKey(attempt.id), attempt);
      return queryClient.invalidateQueries({ queryKey: [...PRACTICE, "attempts"] });
    },
  });
}

export interface Answer {
  sound: Blob;
  way: number | null;
}

/** Answering, finishing and giving up one attempt. */
export function useAttemptSteps(attempt: PracticeAttemptOut) {
  const queryClient = useQueryClient();
  const path = { attempt_id: attempt.id };
  const keep = (moved: PracticeAttemptOut) => {
    queryClient.setQueryData(attemptKey(attempt.id), moved);
  };
  const lists = () => queryClient.invalidateQueries({ queryKey: PRACTICE });
  // Where another page of the same person went on meanwhile, this one shows where the call stands.
  const again = () => queryClient.invalidateQueries({ queryKey: attemptKey(attempt.id) });
  return {
    answer: useMutation({
      mutationFn: ({ sound, way }: Answer) =>
        ask(addPracticeReply({ path, body: { file: sound, step: attempt.steps.length, ...(way === null ? {} : { way }) } })),
      onSuccess: keep,
      onError: again,
    }),
    finish: useMutation({
      mutationFn: () => ask(finishPractice({ path })),
      onSuccess: (moved) => {
        keep(moved);
        return lists();
      },
    }),
    giveUp: useMutation({ mutationFn: () => ask(giveUpPractice({ path })), onSuccess: lists }),
  };
}

export function useScenario(id: string | null) {
  return useQuery({
    queryKey: scenarioKey(id ?? ""),
    queryFn: () => ask(getScenario({ path: { scenario_id: id ?? "" } })),
    enabled: id !== null,
    // What is being written is not changed under the writer's hands.
    refetchOnWindowFocus: false,
  });
}

/** What the rubrics of today ask of situations: what a way may be tied to. */
export function useSituations() {
  return useQuery({ queryKey: ["search", "situations"], queryFn: () => ask(listSituations()) });
}

/** What is wrong with a story, as it stands on the page. */
export function useCheck(story: Story, scenarioId: string | null) {
  return useQuery({
    queryKey: [...PRACTICE, "check", scenarioId, story],
    queryFn: () => ask(checkScenario({ body: story, query: { scenario_id: scenarioId ?? undefined } })),
    placeholderData: (before) => before,
    gcTime: 0,
  });
}

function useFreshen() {
  const queryClient = useQueryClient();
  return (saved?: ScenarioOut) => {
    if (saved) queryClient.setQueryData(scenarioKey(saved.id), saved);
    return queryClient.invalidateQueries({ queryKey: [...PRACTICE, "list"] });
  };
}

export function useBegin() {
  const freshen = useFreshen();
  return useMutation({ mutationFn: () => ask(beginScenarios()), onSuccess: () => freshen() });
}

/** Saves a new scenario, or the next version of one. */
export function useSave(scenario: ScenarioOut | null) {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: (body: ScenarioIn) =>
      ask(
        scenario === null
          ? createScenario({ body })
          : changeScenario({ path: { scenario_id: scenario.id }, body, headers: ifMatch(scenario.version) }),
      ),
    onSuccess: freshen,
  });
}

export function useWithdraw(scenario: ScenarioOut) {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: () =>
      ask(withdrawScenario({ path: { scenario_id: scenario.id }, headers: ifMatch(scenario.version) })),
    onSuccess: () => freshen(),
  });
}

/** The sound of a line: a file, or a moment of a call. */
export function useClips(scenarioId: string) {
  const path = { scenario_id: scenarioId };
  return {
    upload: useMutation({ mutationFn: (file: Blob) => ask(uploadScenarioClip({ path, body: { file } })) }),
    cut: useMutation({ mutationFn: (body: ScenarioCutIn) => ask(cutScenarioClip({ path, body })) }),
  };
}
