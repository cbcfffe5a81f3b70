import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  addTopic,
  ask,
  beginWatchList,
  changeTopic,
  getHeatMap,
  getInsights,
  getTopics,
  ifMatch,
  listCellCalls,
  listMentions,
  listPromises,
  listTopics,
  removeTopic,
  type TopicIn,
  type TopicOut,
} from "../../api";
import { PROMISES } from "../../ui/promises/usePromises";
import { addressOf, type Asked } from "./asked";

export function useInsights(asked: Asked) {
  return useQuery({
    queryKey: ["insights", asked],
    queryFn: () => ask(getInsights({ query: asked })),
    placeholderData: keepPreviousData,
  });
}

export function useHeatMap(asked: Asked) {
  return useQuery({
    queryKey: ["insights", "heat-map", asked],
    queryFn: () => ask(getHeatMap({ query: asked })),
    placeholderData: keepPreviousData,
  });
}

/** A cell of the heat map; without a week, its whole row. */
export interface Cell {
  questionId: string;
  week: string | null;
}

export function useCellCalls(asked: Asked, cell: Cell) {
  return useInfiniteQuery({
    queryKey: ["insights", "cell", asked, cell],
    queryFn: ({ pageParam }) =>
      ask(
        listCellCalls({
          query: { ...asked, question_id: cell.questionId, week: cell.week ?? undefined, cursor: pageParam ?? undefined },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useTopicFigures(asked: Asked) {
  return useQuery({
    queryKey: ["insights", "topics", asked],
    queryFn: () => ask(getTopics({ query: asked })),
    placeholderData: keepPreviousData,
  });
}

export function useMentions(asked: Asked, topicId: string) {
  return useInfiniteQuery({
    queryKey: ["insights", "mentions", asked, topicId],
    queryFn: ({ pageParam }) =>
      ask(listMentions({ path: { topic_id: topicId }, query: { ...asked, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

const WATCHED = ["watch-list"] as const;

export function useWatchList() {
  return useQuery({ queryKey: WATCHED, queryFn: () => ask(listTopics()) });
}

/** Every change of the watch list; the figures are counted anew. */
export function useWatchListChanges() {
  const queryClient = useQueryClient();
  const onSuccess = () => {
    void queryClient.invalidateQueries({ queryKey: WATCHED });
    void queryClient.invalidateQueries({ queryKey: ["insights"] });
  };
  return {
    begin: useMutation({ mutationFn: () => ask(beginWatchList()), onSuccess }),
    keep: useMutation({
      mutationFn: ({ topic, wish }: { topic: TopicOut | null; wish: TopicIn }) =>
        topic === null
          ? ask(addTopic({ body: wish }))
          : ask(changeTopic({ path: { topic_id: topic.id }, body: wish, headers: ifMatch(topic.version) })),
      onSuccess,
    }),
    remove: useMutation({
      mutationFn: (topic: TopicOut) =>
        ask(removeTopic({ path: { topic_id: topic.id }, headers: ifMatch(topic.version) })),
      onSuccess,
    }),
  };
}

export const WHICH = ["open", "overdue", "kept", "broken", "no_promise", "all"] as const;
export type Which = (typeof WHICH)[number];

export interface PromiseWish {
  which: Which;
  agent_id?: string | undefined;
  team_id?: string | undefined;
}

export function usePromiseList(wish: PromiseWish) {
  return useInfiniteQuery({
    queryKey: [...PROMISES, "list", wish],
    queryFn: ({ pageParam }) => ask(listPromises({ query: { ...wish, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });
}

/** Where a table lies as a file, with the same filters and its texts in the language of the page. */
export function fileAddress(path: string, asked: Asked, language: string, more: [string, string][] = []) {
  return (kind: "csv" | "xlsx"): string => {
    const address = addressOf(asked);
    for (const [name, value] of more) address.append(name, value);
    address.set("texts", language.startsWith("he") ? "he" : "en");
    return `/api/${path}.${kind}?${address.toString()}`;
  };
}
