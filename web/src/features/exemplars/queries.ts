import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  changeExemplar,
  type ConsentIn,
  type ExemplarChange,
  type ExemplarIn,
  type ExemplarOut,
  ifMatch,
  listExemplars,
  listExemplarTopics,
  listOwnExemplars,
  markExemplar,
  putExemplarConsent,
  withdrawExemplar,
} from "../../api";

const EXEMPLARS = ["exemplars"] as const;

export interface Wanted {
  questionId: string | null;
  language: "he" | "en" | null;
}

export function useExemplars({ questionId, language }: Wanted) {
  return useInfiniteQuery({
    queryKey: [...EXEMPLARS, "list", questionId, language],
    queryFn: ({ pageParam }) =>
      ask(
        listExemplars({
          query: { question_id: questionId ?? undefined, language: language ?? undefined, cursor: pageParam ?? undefined },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useTopics() {
  return useQuery({ queryKey: [...EXEMPLARS, "topics"], queryFn: () => ask(listExemplarTopics()) });
}

export function useOwnExemplars() {
  return useQuery({ queryKey: [...EXEMPLARS, "mine"], queryFn: () => ask(listOwnExemplars()) });
}

function useFreshen() {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: EXEMPLARS });
}

export function useMark(callId: string) {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: (body: ExemplarIn) => ask(markExemplar({ path: { call_id: callId }, body })),
    onSuccess: freshen,
  });
}

export function useChange(exemplar: ExemplarOut) {
  const freshen = useFreshen();
  const at = { path: { exemplar_id: exemplar.id }, headers: ifMatch(exemplar.version) };
  return useMutation({
    mutationFn: (body: ExemplarChange) => ask(changeExemplar({ ...at, body })),
    onSettled: freshen,
  });
}

export function useWithdraw(exemplar: ExemplarOut) {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: () => ask(withdrawExemplar({ path: { exemplar_id: exemplar.id }, headers: ifMatch(exemplar.version) })),
    onSettled: freshen,
  });
}

export function useConsent(exemplarId: string) {
  const freshen = useFreshen();
  return useMutation({
    mutationFn: (choice: ConsentIn["choice"]) =>
      ask(putExemplarConsent({ path: { exemplar_id: exemplarId }, body: { choice } })),
    onSettled: freshen,
  });
}
