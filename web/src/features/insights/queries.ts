import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { ask, getHeatMap, getInsights, listCellCalls } from "../../api";
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

/** Where a table lies as a file, with the same filters and its texts in the language of the page. */
export function fileAddress(path: string, asked: Asked, language: string, more: [string, string][] = []) {
  return (kind: "csv" | "xlsx"): string => {
    const address = addressOf(asked);
    for (const [name, value] of more) address.append(name, value);
    address.set("texts", language.startsWith("he") ? "he" : "en");
    return `/api/${path}.${kind}?${address.toString()}`;
  };
}
