/** A replay as it runs: the server sends a line of progress a call, then the report. */
import { ApiError, currentCsrfToken, type Replay, type ReplayIn, type ReplayStep, tellSignedOut } from "../../api";

export interface Progress {
  done: number;
  total: number;
}

/**
 * Runs a replay. The generated client is not used here because it waits for the end of an answer, and people want to
 * see how far it is. Rejects with an ApiError, or with an AbortError when `signal` ends it.
 */
export async function runReplay(
  wish: ReplayIn,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Replay> {
  const response = await fetch("/api/rubrics/replay", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": currentCsrfToken() ?? "" },
    body: JSON.stringify(wish),
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? error : new ApiError(0, error);
  });
  if (response.status === 401) tellSignedOut();
  if (!response.ok) throw new ApiError(response.status, await response.json().catch(() => null));
  for await (const line of linesOf(response, signal)) {
    const step = JSON.parse(line) as ReplayStep;
    if (step.progress) onProgress(step.progress);
    if (step.problem) throw new ApiError(response.status, { error: step.problem });
    if (step.replay) return step.replay;
  }
  throw new ApiError(0, new TypeError("the answer broke off"));
}

async function* linesOf(response: Response, signal: AbortSignal): AsyncGenerator<string> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw signal.aborted ? error : new ApiError(0, new TypeError("the answer broke off"));
    });
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter((line) => line !== "");
    if (done) return;
  }
}
