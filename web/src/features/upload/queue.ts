/** The files on their way. It outlives the upload page, so that people may look at calls while a batch is being sent. */
import { useSyncExternalStore } from "react";

import { ApiError, type CallOut } from "../../api";
import type { Told } from "../../ui/problems";
import type { Gathered } from "./gather";
import { type BatchOptions, send } from "./send";

export type UploadState =
  | { kind: "waiting" }
  | { kind: "sending"; share: number }
  | { kind: "received"; call: CallOut; duplicate: boolean }
  | { kind: "refused"; problem: Told; again: boolean };

export interface Upload {
  id: string;
  files: Gathered;
  options: BatchOptions;
  state: UploadState;
}

type Send = typeof send;

const AT_ONCE = 2;

/** The same file will be refused again when its contents were the reason (4xx); anything else may pass. */
function mayPassLater(problem: ApiError): boolean {
  return problem.status === 0 || problem.status >= 500 || [401, 403, 408, 409, 429].includes(problem.status);
}

export class UploadQueue {
  #uploads: readonly Upload[] = [];
  #listeners = new Set<() => void>();
  #count = 0;
  readonly #send: Send;
  onReceived: (call: CallOut) => void = () => undefined;

  constructor(sendOne: Send = send) {
    this.#send = sendOne;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly uploads = (): readonly Upload[] => this.#uploads;

  add(calls: Gathered[], options: BatchOptions): void {
    const added = calls.map((files): Upload => {
      this.#count += 1;
      return { id: `upload-${this.#count}`, files, options, state: { kind: "waiting" } };
    });
    this.#set([...this.#uploads, ...added]);
    this.#sendNext();
  }

  retry(id: string): void {
    this.#change(id, { kind: "waiting" });
    this.#sendNext();
  }

  forget(id: string): void {
    this.#set(this.#uploads.filter((upload) => upload.id !== id || upload.state.kind === "sending"));
  }

  forgetFinished(): void {
    this.#set(this.#uploads.filter(({ state }) => state.kind === "waiting" || state.kind === "sending"));
  }

  /** A new person starts with an empty list. */
  clear(): void {
    this.#set([]);
  }

  get busy(): boolean {
    return this.#uploads.some(({ state }) => state.kind === "waiting" || state.kind === "sending");
  }

  #sendNext(): void {
    const sending = this.#uploads.filter(({ state }) => state.kind === "sending").length;
    const next = this.#uploads.filter(({ state }) => state.kind === "waiting").slice(0, Math.max(0, AT_ONCE - sending));
    for (const upload of next) void this.#sendOne(upload);
  }

  async #sendOne(upload: Upload): Promise<void> {
    this.#change(upload.id, { kind: "sending", share: 0 });
    try {
      const { call, duplicate } = await this.#send(upload.files, upload.options, (share) => {
        this.#change(upload.id, { kind: "sending", share });
      }).answer;
      this.#change(upload.id, { kind: "received", call, duplicate });
      this.onReceived(call);
    } catch (error) {
      const problem = error instanceof ApiError ? error : new ApiError(0, error);
      const told = { code: problem.code, message: problem.message, detail: problem.detail };
      this.#change(upload.id, { kind: "refused", problem: told, again: mayPassLater(problem) });
    }
    this.#sendNext();
  }

  #change(id: string, state: UploadState): void {
    this.#set(this.#uploads.map((upload) => (upload.id === id ? { ...upload, state } : upload)));
  }

  #set(uploads: readonly Upload[]): void {
    this.#uploads = uploads;
    for (const listener of this.#listeners) listener();
  }
}

export const uploadQueue = new UploadQueue();

export function useUploads(queue: UploadQueue = uploadQueue): readonly Upload[] {
  return useSyncExternalStore(queue.subscribe, queue.uploads);
}
