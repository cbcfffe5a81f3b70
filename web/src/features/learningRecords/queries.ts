import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  getRecordStore,
  listLearningStatements,
  nameRecordStore,
  pauseRecordStore,
  removeRecordStore,
  sendLearningStatementsAgain,
  tryRecordStore,
} from "../../api";

const RECORDS = ["learning-records"] as const;
/** While something waits, somebody may be watching whether it arrives. */
const WATCH_MS = 2_000;

export function useRecordStore() {
  return useQuery({
    queryKey: [...RECORDS, "store"],
    queryFn: () => ask(getRecordStore()),
    refetchInterval: ({ state }) => ((state.data?.store?.waiting ?? 0) > 0 ? WATCH_MS : false),
  });
}

export function useStatements() {
  return useInfiniteQuery({
    queryKey: [...RECORDS, "statements"],
    queryFn: ({ pageParam }) => ask(listLearningStatements({ query: { cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: WATCH_MS,
  });
}

function useDeed<Wish, Answer>(deed: (wish: Wish) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn: deed, onSettled: () => queryClient.invalidateQueries({ queryKey: RECORDS }) });
}

export function useNameStore() {
  return useDeed((body: Parameters<typeof nameRecordStore>[0]["body"]) => ask(nameRecordStore({ body })));
}

export function usePauseStore() {
  return useDeed((paused: boolean) => ask(pauseRecordStore({ body: { paused } })));
}

export function useRemoveStore() {
  return useDeed<undefined, unknown>(() => ask(removeRecordStore()));
}

export function useTryStore() {
  return useDeed<undefined, unknown>(() => ask(tryRecordStore()));
}

export function useSendAgain() {
  return useDeed<undefined, unknown>(() => ask(sendLearningStatementsAgain()));
}
