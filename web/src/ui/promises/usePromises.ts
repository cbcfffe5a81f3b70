import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { ask, changePromise, ifMatch, listCallPromises, type PromiseIn, type PromiseMadeOut } from "../../api";
import { useProblemText } from "../problems";

export const PROMISES = ["promises"] as const;
export type PromiseState = PromiseMadeOut["state"];
export const STATES: readonly PromiseState[] = ["open", "kept", "broken", "no_promise"];

/** What was promised in one call, and what became of it. */
export function usePromisesOf(callId: string) {
  return useQuery({
    queryKey: [...PROMISES, "call", callId],
    queryFn: () => ask(listCallPromises({ path: { call_id: callId } })),
  });
}

/** Says what became of a promise. Where somebody else said so meanwhile, theirs is shown. */
export function useChangePromise() {
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: ({ promise, change }: { promise: PromiseMadeOut; change: PromiseIn }) =>
      ask(changePromise({ path: { promise_id: promise.id }, body: change, headers: ifMatch(promise.version) })),
    onError: (problem) => {
      notifications.show({ message: problemText(problem) });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: PROMISES }),
  });
}
