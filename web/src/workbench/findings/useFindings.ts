import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useProblemText } from "../../ui/problems";
import { readFindings, sendToneWish } from "../api";
import type { Correction, Findings } from "../types";
import { correctionOf, type ToneWish, wished, withCorrection } from "./findings";

const keyOf = (callId: string) => ["findings", callId] as const;

/** The findings are a help, not the work: the workbench stands without them. */
export function useFindings(callId: string): Findings | null {
  return useQuery({ queryKey: keyOf(callId), queryFn: () => readFindings(callId) }).data ?? null;
}

/** Says what a turn's tone is. It shows at once, and goes back to what it was where the server does not take it. */
export function useCorrectTone(callId: string): (wish: ToneWish) => void {
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const queryKey = keyOf(callId);
  const mutationKey = ["tone-correction", callId];
  const show = (turn: number, correction: Correction | null): void => {
    queryClient.setQueryData<Findings>(queryKey, (seen) => seen && withCorrection(seen, turn, correction));
  };
  return useMutation({
    mutationKey,
    // One after the other, so that the last wish for a turn is also the last that the server hears.
    scope: { id: mutationKey.join("/") },
    mutationFn: (wish: ToneWish) => sendToneWish(callId, wish),
    onMutate: async (wish) => {
      await queryClient.cancelQueries({ queryKey });
      const before = correctionOf(queryClient.getQueryData<Findings>(queryKey), wish.turn);
      show(wish.turn, wished(wish, new Date()));
      return { before };
    },
    onSuccess: (findings) => {
      // An answer from before a wish that is still on its way would hide that wish.
      if (queryClient.isMutating({ mutationKey }) === 1) queryClient.setQueryData(queryKey, findings);
    },
    onError: (problem, { turn }, kept) => {
      show(turn, kept?.before ?? null);
      notifications.show({ message: problemText(problem) });
    },
  }).mutate;
}
