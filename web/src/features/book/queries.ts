import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  addBookEntry,
  ask,
  beginBookDraft,
  type BookDraftOut,
  type BookEntryIn,
  type BookOut,
  type BookTrialIn,
  changeBookEntry,
  checkBookEntry,
  discardBookDraft,
  getBook,
  getBookChanges,
  getBookDraft,
  getBookStanding,
  getBookVersion,
  ifMatch,
  listBookVersions,
  orderBook,
  publishBook,
  removeBookEntry,
  searchBook,
  starSentence,
  tryBookWords,
  unstarSentence,
} from "../../api";

const BOOK = ["book"] as const;
const DRAFT = [...BOOK, "draft"] as const;

/** The book that everybody reads, or an earlier version of it. */
export function useBook(number: number | null) {
  return useQuery({
    queryKey: [...BOOK, "read", number],
    queryFn: () => ask(number === null ? getBook() : getBookVersion({ path: { number } })),
    retry: false,
  });
}

/** How the newest book's sentences are doing in live calls. */
export function useStanding(wanted: boolean) {
  return useQuery({
    queryKey: [...BOOK, "standing"],
    queryFn: () => ask(getBookStanding()),
    enabled: wanted,
    retry: false,
    staleTime: 60_000,
  });
}

export function useBookHits(q: string) {
  return useQuery({
    queryKey: [...BOOK, "found", q],
    queryFn: () => ask(searchBook({ query: { q } })),
    enabled: q !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function useBookVersions() {
  return useQuery({ queryKey: [...BOOK, "versions"], queryFn: () => ask(listBookVersions()) });
}

export function useBookChanges(number: number) {
  return useQuery({
    queryKey: [...BOOK, "changes", number],
    queryFn: () => ask(getBookChanges({ path: { number } })),
  });
}

/** Keeps a sentence at hand, or no longer; shown at once, and taken back where it fails. */
export function useStar() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ lineId, starred }: { lineId: string; starred: boolean }) =>
      ask(starred ? starSentence({ path: { line_id: lineId } }) : unstarSentence({ path: { line_id: lineId } })),
    onMutate: async ({ lineId, starred }) => {
      await queryClient.cancelQueries({ queryKey: [...BOOK, "read"] });
      queryClient.setQueriesData<BookOut>({ queryKey: [...BOOK, "read"] }, (book) => {
        if (!book) return book;
        const others = book.stars.filter((id) => id !== lineId);
        return { ...book, stars: starred ? [...others, lineId] : others };
      });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...BOOK, "read"] }),
  });
}

export function useDraft() {
  return useQuery({ queryKey: DRAFT, queryFn: () => ask(getBookDraft()), retry: false });
}

/** What trainers do with the draft; each answer is the whole draft, and takes the old one's place. */
export function useDraftChanges() {
  const queryClient = useQueryClient();
  const onSuccess = (draft: BookDraftOut) => {
    queryClient.setQueryData(DRAFT, draft);
  };
  // Somebody else may have changed it: what they made of it is shown.
  const onError = () => queryClient.invalidateQueries({ queryKey: DRAFT });
  const begin = useMutation({ mutationFn: () => ask(beginBookDraft()), onSuccess, onError });
  const keep = useMutation({
    mutationFn: ({ version, entryId, body }: { version: number; entryId: string | null; body: BookEntryIn }) => {
      const headers = ifMatch(version);
      return ask(
        entryId === null
          ? addBookEntry({ headers, body })
          : changeBookEntry({ path: { entry_id: entryId }, headers, body }),
      );
    },
    onSuccess,
    onError,
  });
  const remove = useMutation({
    mutationFn: ({ version, entryId }: { version: number; entryId: string }) =>
      ask(removeBookEntry({ path: { entry_id: entryId }, headers: ifMatch(version) })),
    onSuccess,
    onError,
  });
  const order = useMutation({
    mutationFn: ({ version, ids }: { version: number; ids: string[] }) =>
      ask(orderBook({ headers: ifMatch(version), body: { entry_ids: ids } })),
    onSuccess,
    onError,
  });
  const discard = useMutation({
    mutationFn: (version: number) => ask(discardBookDraft({ headers: ifMatch(version) })),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: DRAFT });
    },
    onError,
  });
  const publish = useMutation({
    mutationFn: ({ version, note }: { version: number; note: string }) =>
      ask(publishBook({ headers: ifMatch(version), body: { note: note.trim() || null } })),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: DRAFT });
      return queryClient.invalidateQueries({ queryKey: BOOK });
    },
    onError,
  });
  return { begin, keep, remove, order, discard, publish };
}

/** What the linter says of an entry as it is being typed. */
export function useCheck(entryId: string | null, entry: BookEntryIn) {
  return useQuery({
    queryKey: [...BOOK, "check", entryId, entry],
    queryFn: () => ask(checkBookEntry({ body: { entry_id: entryId, entry } })),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** Which live calls of the last weeks would match what is being typed. */
export function useTrial(wish: BookTrialIn) {
  return useQuery({
    queryKey: [...BOOK, "trial", wish],
    queryFn: () => ask(tryBookWords({ body: wish })),
    enabled: (wish.triggers?.length ?? 0) + (wish.sentences?.length ?? 0) > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
