import { QueryClient } from "@tanstack/react-query";

import { ApiError, whenSignedOut } from "../api";
import { SESSION } from "../features/session/session";

const RETRIES = 2;

function worthRetrying(failures: number, error: unknown): boolean {
  if (error instanceof ApiError && error.status >= 400 && error.status < 500) return false;
  return failures < RETRIES;
}

export function makeQueryClient(): QueryClient {
  const queryClient = new QueryClient({
    defaultOptions: { queries: { retry: worthRetrying, staleTime: 10_000, refetchOnWindowFocus: true } },
  });
  // A 401 anywhere ends the session here; the shell then leads to sign-in and back again.
  whenSignedOut(() => {
    queryClient.setQueryData(SESSION, null);
  });
  return queryClient;
}
