import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import {
  ApiError,
  ask,
  changeMe,
  changeOwnPassword,
  createFirstAdministrator,
  type FirstAdministrator,
  getSession,
  type Me,
  type MyPreferences,
  type OwnPassword,
  signIn,
  type SignIn,
  signOut,
  takeCsrfTokenFrom,
} from "../../api";

export const SESSION = ["session"] as const;

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({ queryKey: SESSION, queryFn: readSession, staleTime: 5 * 60_000, retry: false });
}

async function readSession(): Promise<Me | null> {
  try {
    const me = await ask(getSession());
    takeCsrfTokenFrom(me);
    return me;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** The person who is signed in; only for what is drawn inside the shell, where there always is one. */
export function useMe(): Me {
  const { data } = useSession();
  if (!data) throw new Error("useMe was called outside the signed-in part of the page");
  return data;
}

/** Nothing that an earlier person could see may remain. The session's own query stays: the shell is watching it. */
function forgetEverything(queryClient: QueryClient): void {
  queryClient.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
}

function useBecome<Proof>(prove: (proof: Proof) => Promise<Me>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: prove,
    onSuccess: (me) => {
      takeCsrfTokenFrom(me);
      forgetEverything(queryClient);
      queryClient.setQueryData(SESSION, me);
    },
  });
}

export function useChangePassword() {
  return useMutation({ mutationFn: (body: OwnPassword) => ask(changeOwnPassword({ body })) });
}

export function useSignIn() {
  return useBecome((body: SignIn) => ask(signIn({ body })));
}

export function useFirstAdministrator() {
  return useBecome((body: FirstAdministrator) => ask(createFirstAdministrator({ body })));
}

export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => ask(signOut()),
    onSettled: () => {
      takeCsrfTokenFrom(null);
      forgetEverything(queryClient);
      queryClient.setQueryData(SESSION, null);
    },
  });
}

/** Remembers language or colour scheme for this person, at once here and then on the server. */
export function usePreferences() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: MyPreferences) => ask(changeMe({ body })),
    onSuccess: (me) => {
      takeCsrfTokenFrom(me);
      queryClient.setQueryData(SESSION, me);
    },
  });
}
