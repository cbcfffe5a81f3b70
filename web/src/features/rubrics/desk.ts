/** The draft on the desk. It outlives its page, so that people may listen to a call of the report and come back. */
import { useSyncExternalStore } from "react";

import { ApiError, type Replay } from "../../api";
import { type Progress, runReplay } from "./replaying";

export type ReplayState =
  | { kind: "none" }
  | { kind: "running"; progress: Progress | null }
  | { kind: "failed"; problem: ApiError }
  | { kind: "done"; replay: Replay };

export interface Desk {
  source: string;
  /** How many of the newest calls to try the draft on. */
  last: number;
  state: ReplayState;
  /** The text that was replayed last; the report is about this one. */
  replayed: string | null;
}

const EMPTY: Desk = { source: "", last: 200, state: { kind: "none" }, replayed: null };

export class DraftDesk {
  private desk = EMPTY;
  private readonly listeners = new Set<() => void>();
  private running: AbortController | null = null;

  constructor(private readonly run: typeof runReplay = runReplay) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  now = (): Desk => this.desk;

  write(source: string): void {
    this.put({ source });
  }

  chooseLast(last: number): void {
    this.put({ last });
  }

  async replay(): Promise<void> {
    this.running?.abort();
    const mine = new AbortController();
    this.running = mine;
    const { source, last } = this.desk;
    const tell = (state: ReplayState) => {
      if (this.running === mine) this.put({ state });
    };
    this.put({ state: { kind: "running", progress: null }, replayed: source });
    try {
      const replay = await this.run(
        { source, last },
        (progress) => {
          tell({ kind: "running", progress });
        },
        mine.signal,
      );
      tell({ kind: "done", replay });
    } catch (error) {
      if (!mine.signal.aborted) tell({ kind: "failed", problem: error instanceof ApiError ? error : new ApiError(0, error) });
    }
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
    this.put({ state: { kind: "none" }, replayed: null });
  }

  clear(): void {
    this.stop();
    this.desk = EMPTY;
    this.tell();
  }

  private put(change: Partial<Desk>): void {
    this.desk = { ...this.desk, ...change };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const draftDesk = new DraftDesk();

export function useDesk(): Desk {
  return useSyncExternalStore(draftDesk.subscribe, draftDesk.now);
}

/** A published text as the start of the next version: the same, with the next number. */
export function asNextVersion(source: string, version: number): string {
  return source.replace(/^version:.*$/m, `version: ${version + 1}`);
}
