import type { CallOut } from "../../api";

/** Whether there is something to hear; a call whose medium nobody said is one of speech. */
export function isSpoken({ medium }: Pick<CallOut, "medium">): boolean {
  return (medium ?? "voice") === "voice";
}
