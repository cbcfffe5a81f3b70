import type { CallOut, Medium } from "../../api";

/** How a conversation may have been held, in the order in which it is offered. */
export const MEDIA = ["voice", "chat", "mail"] as const satisfies readonly Medium[];

/** Whether there is something to hear; a call whose medium nobody said is one of speech. */
export function isSpoken({ medium }: Pick<CallOut, "medium">): boolean {
  return (medium ?? "voice") === "voice";
}

/** The medium of that name; null for any other word. */
export function mediumNamed(name: string | null): Medium | null {
  return MEDIA.find((medium) => medium === name) ?? null;
}
