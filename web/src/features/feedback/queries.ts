import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { acknowledgeFeedback, ask, type FeedbackBrief, getFeedback, listFeedback } from "../../api";

const LIST = ["feedback"] as const;

function oneKey(evaluationId: string) {
  return ["feedback", evaluationId] as const;
}

/** What waits to be read comes first, then the newest. */
export function inReadingOrder(briefs: FeedbackBrief[]): { waiting: FeedbackBrief[]; read: FeedbackBrief[] } {
  const newestFirst = [...briefs].sort((one, other) => Date.parse(other.published_at) - Date.parse(one.published_at));
  return {
    waiting: newestFirst.filter((brief) => brief.acknowledged_at === null),
    read: newestFirst.filter((brief) => brief.acknowledged_at !== null),
  };
}

export function useFeedbackList() {
  return useQuery({ queryKey: LIST, queryFn: () => ask(listFeedback()) });
}

export function useFeedback(evaluationId: string) {
  return useQuery({
    queryKey: oneKey(evaluationId),
    queryFn: () => ask(getFeedback({ path: { evaluation_id: evaluationId } })),
    staleTime: 60_000,
  });
}

export function useAcknowledge(evaluationId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (note: string | null) =>
      ask(acknowledgeFeedback({ path: { evaluation_id: evaluationId }, body: { note } })),
    onSuccess: (evaluation) => {
      queryClient.setQueryData(oneKey(evaluationId), evaluation);
      void queryClient.invalidateQueries({ queryKey: LIST, exact: true });
    },
  });
}
