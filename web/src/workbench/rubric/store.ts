/**
 * The evaluation as the reviewer sees it, and the queue of what still has to reach the server.
 *
 * One change travels at a time, each on the version that the one before it brought back, so that a fast reviewer never
 * conflicts with themselves. Nothing is written over what somebody else has written: see `meetConflict`.
 */
import { replaceEqualDeep } from "@tanstack/react-query";

import type { Evaluation } from "../types";
import type { Author, Change } from "./answers";
import { applyChange, differences, targetOf } from "./answers";

export type SaveStatus = "idle" | "saving" | "saved" | "offline" | "refused";

/** What the reviewer is told when somebody else was there first. */
export interface Conflict {
  /** What the other person changed: "question:<id>", "summary" or "state". */
  changedElsewhere: readonly string[];
  /** The reviewer's own changes to those very things; they were not written. */
  setAside: readonly Change[];
}

export interface Snapshot {
  evaluation: Evaluation;
  status: SaveStatus;
  savedAt: Date | null;
  pending: number;
  conflict: Conflict | null;
  /** The code of the server's refusal, for `status` "refused". */
  refusal: string | null;
}

/** The server, as far as saving needs it. Failures are errors with a `status` (0: not reached) and a `code`. */
export interface Remote {
  send(version: number, change: Change): Promise<Evaluation>;
  read(): Promise<Evaluation>;
}

interface Failure {
  status: number;
  code: string;
}

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;
/** An answer to a stale version that keeps coming back stale is somebody else typing; the reviewer should know. */
const MOST_REPLAYS = 5;

export class EvaluationStore {
  private readonly remote: Remote;
  private readonly authorName: string;
  /** What is the same in a newer state stays the same object, so that only what changed is drawn anew. */
  private confirmed: Evaluation;
  private queue: Change[] = [];
  private inFlight = false;
  private replays = 0;
  private retryMs = FIRST_RETRY_MS;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private snapshot: Snapshot;

  constructor(evaluation: Evaluation, remote: Remote, authorName: string) {
    this.remote = remote;
    this.authorName = authorName;
    this.confirmed = evaluation;
    this.snapshot = { evaluation, status: "idle", savedAt: null, pending: 0, conflict: null, refusal: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly getSnapshot = (): Snapshot => this.snapshot;

  /** Shows the change at once and sends it when its turn comes. */
  change(change: Change): void {
    const replaced = this.queue.findIndex(
      (waiting, place) => !(this.inFlight && place === 0) && targetOf(waiting) === targetOf(change),
    );
    if (replaced >= 0) this.queue.splice(replaced, 1);
    this.queue.push(change);
    this.show({ refusal: null });
    void this.work();
  }

  /** Takes a newer state that came another way, e.g. from a refetched page; never while own changes are under way. */
  adopt(evaluation: Evaluation): void {
    if (this.queue.length > 0 || evaluation.version <= this.confirmed.version) return;
    this.confirmed = replaceEqualDeep(this.confirmed, evaluation);
    this.show({});
  }

  /** Tries again now what could not be sent. */
  retry(): void {
    void this.work();
  }

  /** The reviewer has read the notice and keeps what is there. */
  keepTheirs(): void {
    this.show({ conflict: null });
  }

  /** The reviewer has seen the other's value and writes their own, on the version that holds the other's. */
  writeMine(): void {
    const mine = this.snapshot.conflict?.setAside ?? [];
    this.show({ conflict: null });
    for (const change of mine) this.change(change);
  }

  dispose(): void {
    clearTimeout(this.retryTimer);
    this.listeners.clear();
  }

  private async work(): Promise<void> {
    if (this.inFlight) return;
    const change = this.queue[0];
    if (change === undefined) return;
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
    this.inFlight = true;
    this.show({ status: "saving" });
    try {
      const answer = await this.remote.send(this.confirmed.version, change);
      this.confirmed = replaceEqualDeep(this.confirmed, answer);
      this.queue.shift();
      this.replays = 0;
      this.retryMs = FIRST_RETRY_MS;
      this.inFlight = false;
      this.show({ status: this.queue.length > 0 ? "saving" : "saved", savedAt: new Date() });
    } catch (error) {
      await this.meet(failureOf(error), change);
      this.inFlight = false;
    }
    if (!this.waiting()) void this.work();
  }

  private async meet(failure: Failure, change: Change): Promise<void> {
    if (failure.status === 412) {
      await this.meetConflict();
    } else if (isPassing(failure)) {
      this.waitToRetry();
    } else {
      // The server will never take this one: it is rolled back, and the rest goes on.
      this.queue = this.queue.filter((waiting) => waiting !== change);
      this.show({ status: "refused", refusal: failure.code });
    }
  }

  /**
   * Somebody else changed the evaluation first. Their state is read and shown; own changes to other things follow on
   * top of it, own changes to the same things are set aside until the reviewer has seen the other's value and decided.
   */
  private async meetConflict(): Promise<void> {
    let theirs: Evaluation;
    try {
      theirs = await this.remote.read();
    } catch {
      this.waitToRetry();
      return;
    }
    const changedElsewhere = differences(this.confirmed, theirs);
    this.replays += 1;
    const touched = (change: Change): boolean =>
      changedElsewhere.includes(targetOf(change)) ||
      changedElsewhere.includes("state") ||
      change.kind === "submit" ||
      change.kind === "publish" ||
      this.replays > MOST_REPLAYS;
    const setAside = this.queue.filter(touched);
    this.queue = this.queue.filter((change) => !touched(change));
    this.confirmed = replaceEqualDeep(this.confirmed, theirs);
    const conflict = changedElsewhere.length > 0 || setAside.length > 0 ? { changedElsewhere, setAside } : null;
    this.show({ conflict, status: this.queue.length > 0 ? "saving" : "idle" });
  }

  /** Whether a retry is already set for later. */
  private waiting(): boolean {
    return this.retryTimer !== undefined;
  }

  private waitToRetry(): void {
    this.show({ status: "offline" });
    this.retryTimer = setTimeout(() => {
      this.retry();
    }, this.retryMs);
    this.retryMs = Math.min(LONGEST_RETRY_MS, this.retryMs * 2);
  }

  private show(news: Partial<Snapshot>): void {
    const author: Author = { name: this.authorName, now: new Date().toISOString() };
    const evaluation = this.queue.reduce((seen, change) => applyChange(seen, change, author), this.confirmed);
    this.snapshot = { ...this.snapshot, ...news, evaluation, pending: this.queue.length };
    for (const listener of this.listeners) listener();
  }
}

/** Failures that may be over in a moment: no connection, a server restarting, too many requests at once. */
function isPassing(failure: Failure): boolean {
  return failure.status === 0 || failure.status === 429 || failure.status >= 500;
}

function failureOf(error: unknown): Failure {
  if (error instanceof Error && "status" in error && typeof error.status === "number") {
    return { status: error.status, code: "code" in error && typeof error.code === "string" ? error.code : "unexpected" };
  }
  return { status: 0, code: "unreachable" };
}
