import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  askSelfEvaluation,
  beginSelfEvaluation,
  declineSelfEvaluation,
  getBeside,
  getSelfEvaluation,
  ifMatch,
  listSelfEvaluations,
  submitSelfEvaluation,
} from "../../api";

const SELF = ["self-evaluations"] as const;
const besideKey = (callId: string) => [...SELF, "beside", callId];

export function useWaitingForMe() {
  return useQuery({ queryKey: [...SELF, "waiting"], queryFn: () => ask(listSelfEvaluations()) });
}

/** Where a call's self-evaluation stands, and both sides once they are done. */
export function useBeside(callId: string) {
  return useQuery({
    queryKey: besideKey(callId),
    queryFn: () => ask(getBeside({ path: { call_id: callId } })),
    retry: false,
  });
}

export function useAsk(callId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (words: string | null) => ask(askSelfEvaluation({ path: { call_id: callId }, body: { words } })),
    onSuccess: (beside) => {
      queryClient.setQueryData(besideKey(callId), beside);
    },
  });
}

export function useBegin() {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: (evaluationId: string) => ask(beginSelfEvaluation({ path: { evaluation_id: evaluationId } })),
    onSuccess: freshen,
  });
}

/** Ends one, either way. The version is read anew: the answers just given may have raised it. */
export function useFinish(selfId: string) {
  const freshen = useFreshen();
  const path = { self_id: selfId };
  return useMutation({
    mutationFn: async (wish: { deed: "submit"; words: string | null } | { deed: "decline" }) => {
      const { version } = await ask(getSelfEvaluation({ path }));
      const headers = ifMatch(version);
      return wish.deed === "submit"
        ? ask(submitSelfEvaluation({ path, headers, body: { words: wish.words } }))
        : ask(declineSelfEvaluation({ path, headers }));
    },
    onSuccess: freshen,
  });
}

function useFreshen() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: SELF }),
      queryClient.invalidateQueries({ queryKey: ["feedback"] }),
    ]);
}
