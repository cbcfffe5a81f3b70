import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  assignDispute,
  decideDispute,
  type DecisionIn,
  type DisputeOut,
  type DoubtIn,
  type EvaluationOut,
  type EvaluationRevisionIn,
  type FeedbackDisputesOut,
  getDispute,
  getEvaluation,
  getEvaluationHistory,
  getFeedbackDisputes,
  getReversals,
  ifMatch,
  listDisputeCandidates,
  listDisputes,
  openDispute,
  type OwnDisputeOut,
  reviseEvaluation,
  withdrawDispute,
} from "../../api";

export const LISTS = ["mine", "unassigned", "overdue", "open", "decided"] as const;
export type ListName = (typeof LISTS)[number];

const DISPUTES = ["disputes"] as const;

export function useDisputes(which: ListName) {
  return useInfiniteQuery({
    queryKey: [...DISPUTES, "list", which],
    queryFn: ({ pageParam }) => ask(listDisputes({ query: { which, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

/** The open dispute of a call, where there is one. */
export function useOpenDispute(callId: string, disputed: boolean) {
  return useQuery({
    queryKey: [...DISPUTES, "of-call", callId],
    queryFn: async () => (await ask(listDisputes({ query: { which: "open", call_id: callId } }))).items[0] ?? null,
    enabled: disputed,
  });
}

export function useDispute(id: string) {
  return useQuery({
    queryKey: [...DISPUTES, id],
    queryFn: () => ask(getDispute({ path: { dispute_id: id } })),
    // What is being decided is not changed under the decider's hands.
    refetchOnWindowFocus: false,
  });
}

export function useCandidates(dispute: DisputeOut, assigns: boolean) {
  return useQuery({
    queryKey: [...DISPUTES, dispute.id, "candidates"],
    queryFn: () => ask(listDisputeCandidates({ path: { dispute_id: dispute.id } })),
    enabled: assigns && dispute.state === "open",
  });
}

/** Deciding or handing over; what it was, is read anew also where it failed. */
function useChange<Wish>(id: string, change: (wish: Wish) => Promise<DisputeOut>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (dispute) => {
      queryClient.setQueryData([...DISPUTES, id], dispute);
      void queryClient.invalidateQueries({ queryKey: ["call", dispute.call.id] });
      void queryClient.invalidateQueries({ queryKey: ["evaluation", "call", dispute.call.id] });
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: DISPUTES });
      void queryClient.invalidateQueries({ queryKey: ["reversals"] });
    },
  });
}

export function useDecide({ id, version }: DisputeOut) {
  return useChange(id, (body: DecisionIn) =>
    ask(decideDispute({ path: { dispute_id: id }, headers: ifMatch(version), body })),
  );
}

export function useAssign({ id, version }: DisputeOut) {
  return useChange(id, (personId: string) =>
    ask(assignDispute({ path: { dispute_id: id }, headers: ifMatch(version), body: { person_id: personId } })),
  );
}

export function useReversals() {
  return useQuery({ queryKey: ["reversals"], queryFn: () => ask(getReversals()) });
}

export function useHistory(evaluationId: string, wanted: boolean) {
  return useQuery({
    queryKey: ["history", evaluationId],
    queryFn: () => ask(getEvaluationHistory({ path: { evaluation_id: evaluationId } })),
    enabled: wanted,
  });
}

/** The evaluation as it is now, for who is about to correct it. */
export function useFreshEvaluation(evaluationId: string, wanted: boolean) {
  return useQuery({
    queryKey: ["evaluation", "fresh", evaluationId],
    queryFn: () => ask(getEvaluation({ path: { evaluation_id: evaluationId } })),
    enabled: wanted,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function useRevise(evaluation: EvaluationOut) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: EvaluationRevisionIn) =>
      ask(reviseEvaluation({ path: { evaluation_id: evaluation.id }, headers: ifMatch(evaluation.version), body })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ["call", evaluation.call.id] });
      void queryClient.invalidateQueries({ queryKey: ["evaluation", "call", evaluation.call.id] });
    },
    onError: () => {
      void queryClient.invalidateQueries({ queryKey: ["evaluation", "fresh", evaluation.id] });
    },
  });
}

function ownKey(evaluationId: string) {
  return ["feedback", evaluationId, "disputes"] as const;
}

/** The agent's own: whether this feedback may be disputed, and what became of it. */
export function useFeedbackDisputes(evaluationId: string) {
  return useQuery({
    queryKey: ownKey(evaluationId),
    queryFn: () => ask(getFeedbackDisputes({ path: { evaluation_id: evaluationId } })),
  });
}

function useOwnChange<Wish>(evaluationId: string, change: (wish: Wish) => Promise<FeedbackDisputesOut>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (told) => {
      queryClient.setQueryData(ownKey(evaluationId), told);
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ["feedback"] });
    },
  });
}

export function useOpenOwn({ id, version }: EvaluationOut) {
  return useOwnChange(id, (questions: DoubtIn[]) =>
    ask(openDispute({ path: { evaluation_id: id }, headers: ifMatch(version), body: { questions } })),
  );
}

export function useWithdraw(evaluationId: string, dispute: OwnDisputeOut) {
  return useOwnChange(evaluationId, () =>
    ask(
      withdrawDispute({
        path: { evaluation_id: evaluationId, dispute_id: dispute.id },
        headers: ifMatch(dispute.version),
      }),
    ),
  );
}
