import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ask,
  type CaseIn,
  type CasesStanding,
  getCasesStanding,
  keepCase,
  listCases,
  retireCase,
  runCases,
} from "../../api";

const CASES = ["regressions"] as const;
const LOOK_AGAIN_MS = 1000;

/** Whether a worker still has to say what comes of it. */
export function isOnItsWay(standing: CasesStanding | undefined): boolean {
  return standing?.run?.state === "waiting" || standing?.run?.state === "running";
}

/** What stands between this very text and its publishing; asked again while a run is on its way. */
export function useCasesStanding(source: string, ready: boolean) {
  return useQuery({
    queryKey: [...CASES, "standing", source],
    queryFn: () => ask(getCasesStanding({ body: { source } })),
    enabled: ready,
    staleTime: 0,
    refetchInterval: (query) => (isOnItsWay(query.state.data) ? LOOK_AGAIN_MS : false),
  });
}

export function useRunCases(source: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => ask(runCases({ body: { source } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...CASES, "standing"] }),
  });
}

export function useCases(retired: boolean) {
  return useInfiniteQuery({
    queryKey: [...CASES, "list", retired],
    queryFn: ({ pageParam }) => ask(listCases({ query: { retired, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useRetire(caseId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (why: string) => ask(retireCase({ path: { case_id: caseId }, body: { why } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: CASES }),
  });
}

export function useKeepCase() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CaseIn) => ask(keepCase({ body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: CASES }),
  });
}
