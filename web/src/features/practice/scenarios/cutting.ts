import type { TurnOut } from "../../../api";

/** A place in a call; `near` null: anywhere in it. */
export interface Place {
  callId: string;
  near: { start_ms: number; end_ms: number } | null;
}

/** A line is one breath: what is longer is not one line, and is not taken. */
const LONGEST_MS = 60_000;
/** Around a place so many of the customer's turns before and behind it are offered as well. */
const AROUND = 2;

/** The place that a call's address names, with the second in it where it names one; null where this is no address. */
export function addressOf(typed: string): Place | null {
  const found = /(^|\/calls\/)([0-9a-z]{16})\/?(?:\?([^#]*))?(?:#.*)?$/.exec(typed.trim());
  // A long word by itself is not a call's name: there is a digit in these.
  if (found?.[2] === undefined || (found[1] === "" && !/[0-9]/.test(found[2]))) return null;
  const at = Number(new URLSearchParams(found[3] ?? "").get("t") ?? Number.NaN);
  return { callId: found[2], near: Number.isFinite(at) ? { start_ms: at, end_ms: at + 1 } : null };
}

/** The customer's turns that can be taken, those at the place with their neighbours; all where none is there. */
export function customerTurns(turns: readonly TurnOut[], near: Place["near"]): TurnOut[] {
  const own = turns.filter(
    (turn) => turn.speaker === "customer" && turn.text.trim() !== "" && turn.end_ms - turn.start_ms <= LONGEST_MS,
  );
  if (near === null) return own;
  const there = own.flatMap((turn, at) => (turn.start_ms < near.end_ms && near.start_ms < turn.end_ms ? [at] : []));
  const first = there[0];
  const last = there.at(-1);
  if (first === undefined || last === undefined) return own;
  return own.slice(Math.max(0, first - AROUND), last + AROUND + 1);
}
