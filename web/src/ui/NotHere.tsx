import { ApiError } from "../api";
import { Failure } from "./Failure";
import { NotFound } from "./NotFound";

interface NotHereProps {
  asked: { error: unknown; refetch: () => unknown };
}

/** Why a page has nothing to show: there is no such thing, or it could not be fetched, and then the way to try again. */
export function NotHere({ asked }: NotHereProps) {
  if (asked.error instanceof ApiError && asked.error.status === 404) return <NotFound />;
  return (
    <Failure
      problem={asked.error}
      onRetry={() => {
        void asked.refetch();
      }}
    />
  );
}
