/** Keeps what the page shows of calls in step with the server: one event stream, rows change in place. */
import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { ask, type CallOut, type CallPage, getCall } from "../../api";

/** The data of an event named "call". The API's description tells that there are events, not what they carry. */
export type CallEvent = { call_id: string } & Pick<CallOut, "state" | "progress" | "problem">;

type Pages = InfiniteData<CallPage, string | null>;

/** Waits before a list is read again, so that a burst of finished calls makes one request. */
const SETTLE_MS = 600;
const RECONNECT_MS = 3_000;

/** The call as the event leaves it. */
export function withEvent(call: CallOut, event: CallEvent): CallOut {
  return { ...call, state: event.state, progress: event.progress, problem: event.problem };
}

function changeEverywhere(queryClient: QueryClient, id: string, change: (call: CallOut) => CallOut): void {
  queryClient.setQueriesData<Pages>({ queryKey: ["calls"] }, (before) => {
    if (!before?.pages.some((page) => page.items.some((call) => call.id === id))) return before;
    const pages = before.pages.map((page) => ({
      ...page,
      items: page.items.map((call) => (call.id === id ? change(call) : call)),
    }));
    return { ...before, pages };
  });
  queryClient.setQueryData<CallOut>(["call", id], (before) => before && change(before));
}

/** Puts a fresh answer about a call wherever the call is shown. */
export function showCall(queryClient: QueryClient, fresh: CallOut): void {
  changeEverywhere(queryClient, fresh.id, () => fresh);
}

/**
 * Brings one event onto the page. Progress changes rows in place; a new or finished call also makes counts, score and
 * flags old, so `refresh` is called to read them again.
 */
export function applyCallEvent(queryClient: QueryClient, event: CallEvent, refresh: (id: string) => void): void {
  const statesBefore = new Set<CallOut["state"]>();
  changeEverywhere(queryClient, event.call_id, (call) => {
    statesBefore.add(call.state);
    return withEvent(call, event);
  });
  const unknown = statesBefore.size === 0;
  const moved = [...statesBefore].some((state) => state !== event.state);
  if (unknown || moved) refresh(event.call_id);
}

/** Reads again, after a moment's quiet, the calls that moved and the lists they stand in. */
function makeRefresher(queryClient: QueryClient) {
  const moved = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = () => {
    timer = undefined;
    for (const id of moved) {
      if (queryClient.getQueryData(["call", id]) === undefined) continue;
      void ask(getCall({ path: { call_id: id } }))
        .then((call) => {
          showCall(queryClient, call);
        })
        .catch(() => undefined); // The next event or the slow catch-up brings it.
    }
    moved.clear();
    void queryClient.invalidateQueries({ queryKey: ["calls"] });
  };
  return {
    refresh: (id: string) => {
      moved.add(id);
      timer ??= setTimeout(run, SETTLE_MS);
    },
    stop: () => {
      clearTimeout(timer);
    },
  };
}

/** Listens while the page is open and the person may see calls; reconnects, and then catches up on what it missed. */
export function useLiveCalls(enabled: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!enabled || typeof EventSource === "undefined") return undefined;
    const refresher = makeRefresher(queryClient);
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let interrupted = false;

    const listen = () => {
      source = new EventSource("/api/events");
      source.addEventListener("call", (message: MessageEvent<string>) => {
        applyCallEvent(queryClient, JSON.parse(message.data) as CallEvent, refresher.refresh);
      });
      source.addEventListener("open", () => {
        if (!interrupted) return;
        interrupted = false;
        void queryClient.invalidateQueries({ queryKey: ["calls"] });
        void queryClient.invalidateQueries({ queryKey: ["call"] });
      });
      source.addEventListener("error", () => {
        interrupted = true;
        // The browser itself reconnects after a broken stream, but gives up for good after an HTTP error.
        if (source?.readyState !== EventSource.CLOSED) return;
        again = setTimeout(listen, RECONNECT_MS);
      });
    };

    listen();
    return () => {
      clearTimeout(again);
      refresher.stop();
      source?.close();
    };
  }, [enabled, queryClient]);
}
