import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { ask, deleteSavedSearch, listQueues, listSavedSearches, listSituations, saveSearch, searchCalls } from "../../api";
import { inLanguage, languageOf } from "../../workbench/language";
import { asksAnything, type Wish } from "./wish";

const SAVED = ["saved-searches"] as const;

/** The calls that fit, page after page. Nothing is asked of the server before anything is asked for. */
export function useFound(wish: Wish) {
  return useInfiniteQuery({
    queryKey: ["search", wish],
    queryFn: ({ pageParam }) => ask(searchCalls({ query: { ...wish, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    enabled: asksAnything(wish),
    retry: false,
  });
}

export function useQueues() {
  return useQuery({ queryKey: ["search", "queues"], queryFn: () => ask(listQueues()), staleTime: 60_000 });
}

function useSituations() {
  return useQuery({ queryKey: ["search", "situations"], queryFn: () => ask(listSituations()), staleTime: 60_000 });
}

/** The situations that calls can be narrowed by, in the page's language. */
export function useSituationNames(): { value: string; label: string }[] {
  const { i18n } = useTranslation();
  const { data } = useSituations();
  const language = languageOf(i18n.language);
  return (data ?? []).map(({ id, text }) => ({ value: id, label: inLanguage(text, language) }));
}

export function useSavedSearches() {
  return useQuery({ queryKey: SAVED, queryFn: () => ask(listSavedSearches()) });
}

export function useSaveSearch() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ name, asked }: { name: string; asked: Wish }) => ask(saveSearch({ body: { name, asked } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SAVED }),
  });
}

export function useForgetSearch() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask(deleteSavedSearch({ path: { search_id: id } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: SAVED }),
  });
}
