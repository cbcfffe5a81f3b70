import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  assignMany,
  type AssignmentChange,
  type AssignmentOut,
  type BulkIn,
  changeAssignment,
  changePlan,
  createPlan,
  getLoad,
  getPlan,
  getQueue,
  getRubric,
  giveBackAssignment,
  ifMatch,
  listAssignments,
  type ListAssignmentsData,
  listPeople,
  listPlans,
  listQueues,
  listTeams,
  type Medium,
  type NextIn,
  type PlanIn,
  type PlanOut,
  previewPlan,
  runPlan,
  takeNext,
  withdrawAssignment,
} from "../../api";
import { useRubrics } from "../rubrics/queries";

const ASSIGNMENTS = ["assignments"] as const;
const PLANS = [...ASSIGNMENTS, "plans"] as const;
/** What others do to a queue shows within this time. */
const FRESH_MS = 30_000;
const MOST_ASKED = 200;

/** Whatever changed one assignment may have changed every list of them. */
function useRefresh() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: ASSIGNMENTS });
}

/** What waits for the asker; of one medium alone, where one is named. */
export function useQueue(medium: Medium | null) {
  return useInfiniteQuery({
    queryKey: [...ASSIGNMENTS, "mine", medium],
    queryFn: ({ pageParam }) => ask(getQueue({ query: { medium, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchInterval: FRESH_MS,
  });
}

/** Asks for the next call, which becomes the person's own. */
export function useNext() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (wish: NextIn) => ask(takeNext({ body: wish })),
    onSuccess: refresh,
  });
}

export function useGiveBack() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => ask(giveBackAssignment({ path: { assignment_id: id } })),
    onSettled: refresh,
  });
}

type Which = Pick<NonNullable<ListAssignmentsData["query"]>, "standing" | "reviewer_id" | "plan_id" | "medium">;

export function useAssignments(which: Which) {
  return useInfiniteQuery({
    queryKey: [...ASSIGNMENTS, "list", which],
    queryFn: ({ pageParam }) => ask(listAssignments({ query: { ...which, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** The live or newest assignment of a call that the person may see; `state`: what it is asked again for. */
export function useAssignmentOf(callId: string, state: string | null) {
  return useQuery({
    queryKey: [...ASSIGNMENTS, "call", callId, state],
    queryFn: async () => {
      const page = await ask(listAssignments({ query: { call_id: [callId] } }));
      return page.items.find((one) => one.state !== "done") ?? page.items.at(-1) ?? null;
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

/** Who has each of these calls; those that nobody has are not in it. */
export function useAssigned(callIds: string[], enabled: boolean): Map<string, AssignmentOut> {
  const asked = callIds.slice(0, MOST_ASKED);
  const found = useQuery({
    queryKey: [...ASSIGNMENTS, "calls", asked],
    queryFn: () => ask(listAssignments({ query: { call_id: asked, limit: MOST_ASKED } })),
    enabled: enabled && asked.length > 0,
    placeholderData: keepPreviousData,
  });
  const live = (found.data?.items ?? []).filter((one) => one.state === "open" || one.state === "waiting");
  return new Map(live.map((one) => [one.call.id, one]));
}

export function useAssignMany() {
  const refresh = useRefresh();
  return useMutation({ mutationFn: (wish: BulkIn) => ask(assignMany({ body: wish })), onSuccess: refresh });
}

export function useChangeAssignment(assignment: AssignmentOut) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (wish: AssignmentChange) =>
      ask(
        changeAssignment({
          path: { assignment_id: assignment.id },
          body: wish,
          headers: ifMatch(assignment.version),
        }),
      ),
    onSettled: refresh,
  });
}

export function useWithdraw() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => ask(withdrawAssignment({ path: { assignment_id: id } })),
    onSettled: refresh,
  });
}

export function useLoad() {
  return useQuery({ queryKey: [...ASSIGNMENTS, "load"], queryFn: () => ask(getLoad()), staleTime: 0 });
}

/** Everybody who can review. */
export function useReviewers(enabled = true) {
  return useQuery({
    queryKey: ["people", "reviewers"],
    queryFn: async () => (await ask(listPeople())).filter((one) => one.role !== "agent" && !one.disabled),
    staleTime: 60_000,
    enabled,
  });
}

export function useTeams() {
  return useQuery({ queryKey: ["teams"], queryFn: () => ask(listTeams()), staleTime: 60_000 });
}

/** Why customers called, as far as the calls tell. */
export function useContactReasons() {
  return useQuery({ queryKey: ["search", "queues"], queryFn: () => ask(listQueues()), staleTime: 60_000 });
}

/** The situations that the rubrics in use ask about. */
export function useSituations() {
  const rubrics = (useRubrics().data ?? []).filter((rubric) => rubric.in_use);
  const read = useQueries({
    queries: rubrics.map((rubric) => ({
      queryKey: ["rubrics", rubric.id, null],
      queryFn: () => ask(getRubric({ path: { rubric_id: rubric.id } })),
    })),
  });
  const questions = read.flatMap(({ data }) => (data?.sections ?? []).flatMap((section) => section.questions));
  return questions.filter((question) => question.kind === "situation");
}

export function usePlans() {
  return useQuery({ queryKey: PLANS, queryFn: () => ask(listPlans()) });
}

export function usePlan(id: string) {
  return useQuery({
    queryKey: [...PLANS, id],
    queryFn: () => ask(getPlan({ path: { plan_id: id } })),
    staleTime: 0,
  });
}

export function useSavePlan(plan: PlanOut | null) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (wish: PlanIn) =>
      plan === null
        ? ask(createPlan({ body: wish }))
        : ask(changePlan({ path: { plan_id: plan.id }, body: wish, headers: ifMatch(plan.version) })),
    onSuccess: refresh,
  });
}

export function usePreview(plan: PlanOut | null) {
  return useMutation({
    mutationFn: ({ wish, week }: { wish: PlanIn; week: string | null }) =>
      ask(previewPlan({ body: { plan: wish, plan_id: plan?.id ?? null, week } })),
  });
}

export function useRun() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, week }: { id: string; week: string | null }) =>
      ask(runPlan({ path: { plan_id: id }, body: { week } })),
    onSuccess: refresh,
  });
}
