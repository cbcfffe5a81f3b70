import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  addWebhook,
  ask,
  type BellOut,
  changeWebhook,
  chooseNotice,
  chooseNoticeForAll,
  type EndpointChange,
  type EndpointIn,
  getBell,
  type Kind,
  listDeliveries,
  listNoticeChoices,
  listNotices,
  listWebhookKinds,
  listWebhooks,
  readNotices,
  type ReadIn,
  removeWebhook,
  rotateWebhook,
  sendWebhookAgain,
  tryWebhook,
} from "../../api";

const BELL = ["notices", "bell"] as const;
const LIST = ["notices", "list"] as const;
const CHOICES = ["notices", "choices"] as const;
const WEBHOOKS = ["webhooks"] as const;

/** Soon enough for what is not urgent, and seldom enough to cost nothing; only while the page is looked at. */
const ASK_AGAIN_MS = 20_000;
/** While somebody watches whether a message arrives. */
const WATCH_MS = 2_000;

export function useBell() {
  return useQuery({ queryKey: BELL, queryFn: () => ask(getBell()), refetchInterval: ASK_AGAIN_MS });
}

export function useNotices(unread: boolean) {
  return useInfiniteQuery({
    queryKey: [...LIST, unread],
    queryFn: ({ pageParam }) => ask(listNotices({ query: { unread, cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}

export function useRead() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: ReadIn) => ask(readNotices({ body })),
    onSuccess: (bell: BellOut) => {
      queryClient.setQueryData(BELL, bell);
      return queryClient.invalidateQueries({ queryKey: LIST });
    },
  });
}

export function useChoices() {
  return useQuery({ queryKey: CHOICES, queryFn: () => ask(listNoticeChoices()) });
}

export type Choosing = { kind: Kind; forAll: true; told: boolean } | { kind: Kind; forAll: false; told: boolean | null };

export function useChoose() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wish: Choosing) =>
      wish.forAll
        ? ask(chooseNoticeForAll({ path: { kind: wish.kind }, body: { told: wish.told } }))
        : ask(chooseNotice({ path: { kind: wish.kind }, body: { told: wish.told } })),
    onSuccess: (choices) => {
      queryClient.setQueryData(CHOICES, choices);
    },
    onError: () => queryClient.invalidateQueries({ queryKey: CHOICES }),
  });
}

export function useWebhooks() {
  return useQuery({
    queryKey: WEBHOOKS,
    queryFn: () => ask(listWebhooks()),
    refetchInterval: ({ state }) => (state.data?.some((one) => one.waiting > 0) ? WATCH_MS : false),
  });
}

export function useWebhookKinds() {
  return useQuery({
    queryKey: [...WEBHOOKS, "kinds"],
    queryFn: () => ask(listWebhookKinds()),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useDeliveries(endpointId: string) {
  return useInfiniteQuery({
    queryKey: [...WEBHOOKS, endpointId, "deliveries"],
    queryFn: ({ pageParam }) =>
      ask(listDeliveries({ path: { endpoint_id: endpointId }, query: { cursor: pageParam ?? undefined } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: WATCH_MS,
  });
}

function useWebhookChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queryClient.invalidateQueries({ queryKey: WEBHOOKS }),
  });
}

function useWebhookDeed<Answer>(deed: () => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({ mutationFn: deed, onSettled: () => queryClient.invalidateQueries({ queryKey: WEBHOOKS }) });
}

export function useAddWebhook() {
  return useWebhookChange((body: EndpointIn) => ask(addWebhook({ body })));
}

export function useChangeWebhook(id: string) {
  return useWebhookChange((body: EndpointChange) => ask(changeWebhook({ path: { endpoint_id: id }, body })));
}

export function useRemoveWebhook(id: string) {
  return useWebhookDeed(() => ask(removeWebhook({ path: { endpoint_id: id } })));
}

export function useRotateWebhook(id: string) {
  return useWebhookDeed(() => ask(rotateWebhook({ path: { endpoint_id: id } })));
}

export function useTryWebhook(id: string) {
  return useWebhookDeed(() => ask(tryWebhook({ path: { endpoint_id: id } })));
}

export function useSendAgain(id: string) {
  return useWebhookChange((deliveryId: string) =>
    ask(sendWebhookAgain({ path: { endpoint_id: id, delivery_id: deliveryId } })),
  );
}
