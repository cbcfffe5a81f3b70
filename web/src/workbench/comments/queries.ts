import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  addComment,
  ask,
  type CommentIn,
  editComment,
  listComments,
  listMentionable,
  removeComment,
  replyToComment,
  resolveComments,
  shareComments,
  type ThreadIn,
  type ThreadOut,
  type ThreadsOut,
} from "../../api";
import { useProblemText } from "../../ui/problems";

const keyOf = (callId: string) => ["comments", callId] as const;
/** Others write as well; nobody waits for it. */
const ASK_AGAIN_MS = 20_000;

/** Comments are a help, not the work: the workbench stands without them. */
export function useThreads(callId: string): ThreadsOut | null {
  const asked = useQuery({
    queryKey: keyOf(callId),
    queryFn: () => ask(listComments({ path: { call_id: callId } })),
    refetchInterval: ASK_AGAIN_MS,
  });
  return asked.data ?? null;
}

export function useMentionable(callId: string, enabled: boolean) {
  return useQuery({
    queryKey: [...keyOf(callId), "mentionable"],
    queryFn: () => ask(listMentionable({ path: { call_id: callId } })),
    enabled,
    staleTime: 60_000,
  });
}

export type Deed =
  | { do: "begin"; wish: ThreadIn }
  | { do: "reply"; threadId: string; wish: CommentIn }
  | { do: "edit"; threadId: string; commentId: string; wish: CommentIn }
  | { do: "remove"; threadId: string; commentId: string }
  | { do: "resolve"; threadId: string; resolved: boolean }
  | { do: "share"; threadId: string; shared: boolean };

function send(callId: string, deed: Deed): Promise<ThreadOut> {
  switch (deed.do) {
    case "begin":
      return ask(addComment({ path: { call_id: callId }, body: deed.wish }));
    case "reply":
      return ask(replyToComment({ path: { thread_id: deed.threadId }, body: deed.wish }));
    case "edit":
      return ask(
        editComment({ path: { thread_id: deed.threadId, comment_id: deed.commentId }, body: deed.wish }),
      );
    case "remove":
      return ask(removeComment({ path: { thread_id: deed.threadId, comment_id: deed.commentId } }));
    case "resolve":
      return ask(resolveComments({ path: { thread_id: deed.threadId }, body: { resolved: deed.resolved } }));
    case "share":
      return ask(shareComments({ path: { thread_id: deed.threadId }, body: { shared: deed.shared } }));
  }
}

/** Does one thing to a thread; what the server answers shows at once, and what it refuses is said. */
export function useDeed(callId: string) {
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: (deed: Deed) => send(callId, deed),
    onSuccess: (thread) => {
      queryClient.setQueryData<ThreadsOut>(keyOf(callId), (seen) => seen && withThread(seen, thread));
    },
    onError: (problem) => {
      notifications.show({ message: problemText(problem) });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keyOf(callId), exact: true }),
  });
}

/** The threads with this one new or changed, the earliest place first as the server has them. */
export function withThread(seen: ThreadsOut, thread: ThreadOut): ThreadsOut {
  const others = seen.threads.filter((one) => one.id !== thread.id);
  const place = (one: ThreadOut) => one.start_ms ?? Number.POSITIVE_INFINITY;
  const threads = [...others, thread].sort((one, other) =>
    place(one) === place(other) ? (one.id < other.id ? -1 : 1) : place(one) - place(other),
  );
  return { ...seen, threads };
}
