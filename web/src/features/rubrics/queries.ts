import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { ask, checkDraft, getRubric, listRubrics, type PublishIn, publishRubric } from "../../api";

const RUBRICS = ["rubrics"] as const;

export function useRubrics() {
  return useQuery({ queryKey: RUBRICS, queryFn: () => ask(listRubrics()) });
}

/** One version of a rubric; without a number, the newest. */
export function useRubric(id: string, version: number | null) {
  return useQuery({
    queryKey: [...RUBRICS, id, version],
    queryFn: () => ask(getRubric({ path: { rubric_id: id }, query: { version } })),
  });
}

/** What is wrong with a draft; while a new text is being checked, what was said of the old one stays. */
export function useDraftCheck(source: string) {
  return useQuery({
    queryKey: ["draft", source],
    queryFn: () => ask(checkDraft({ body: { source } })),
    enabled: source.trim() !== "",
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function usePublish() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PublishIn) => ask(publishRubric({ body })),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: RUBRICS }),
        queryClient.invalidateQueries({ queryKey: ["draft"] }),
      ]),
  });
}
