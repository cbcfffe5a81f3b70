import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { ask, type CallOut, changeCall, getCall, listCalls, listPeople, retryCall } from "../../api";
import { type CallListing, queryOf } from "./filters";
import { showCall } from "./live";

const PAGE_LENGTH = 30;
/** Live events tell of every move; this only catches up where events cannot come through (a proxy that buffers). */
const CATCH_UP_MS = 15_000;

export const CALLS = ["calls"] as const;

export function callKey(id: string) {
  return ["call", id] as const;
}

export function isMoving(call: CallOut): boolean {
  return call.state === "waiting" || call.state === "processing";
}

export function useCalls(listing: CallListing) {
  return useInfiniteQuery({
    queryKey: [...CALLS, listing],
    queryFn: ({ pageParam }) =>
      ask(listCalls({ query: { ...queryOf(listing), limit: PAGE_LENGTH, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some(isMoving)) ? CATCH_UP_MS : false,
  });
}

/** One call; events keep it fresh. `start` is what another answer already told about it. */
export function useCall(id: string, start?: CallOut) {
  return useQuery({
    queryKey: callKey(id),
    queryFn: () => ask(getCall({ path: { call_id: id } })),
    ...(start === undefined ? {} : { initialData: start, initialDataUpdatedAt: 0 }),
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data) ? CATCH_UP_MS : false),
  });
}

export function useRetry() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask(retryCall({ path: { call_id: id } })),
    onSuccess: (call) => {
      showCall(queryClient, call);
      void queryClient.invalidateQueries({ queryKey: CALLS });
    },
  });
}

/** Says whose call it is. */
export function useChangeAgent() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, agentId }: { id: string; agentId: string }) =>
      ask(changeCall({ path: { call_id: id }, body: { agent_id: agentId } })),
    onSuccess: (call) => {
      showCall(queryClient, call);
      void queryClient.invalidateQueries({ queryKey: CALLS });
    },
  });
}

/** The agents, for choosing one. */
export function useAgents(enabled = true) {
  return useQuery({
    queryKey: ["people", "agent"],
    queryFn: () => ask(listPeople({ query: { role: "agent" } })),
    staleTime: 60_000,
    enabled,
  });
}
