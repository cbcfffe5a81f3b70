import type { Wish } from "./wish";

/** A usual way to narrow a search, and the fields that it stands for. */
export interface Choice {
  name: string;
  says: Wish;
}

const MINUTE = 60_000;

/** When in the call. */
export const MOMENTS: readonly Choice[] = [
  { name: "first_minute", says: { until_ms: MINUTE } },
  { name: "first_three", says: { until_ms: 3 * MINUTE } },
  { name: "after_three", says: { from_ms: 3 * MINUTE } },
  { name: "last_minute", says: { last_ms: MINUTE } },
  { name: "last_three", says: { last_ms: 3 * MINUTE } },
];

/** How long the call. */
export const LENGTHS: readonly Choice[] = [
  { name: "short", says: { shorter_than_ms: 2 * MINUTE } },
  { name: "middle", says: { longer_than_ms: 2 * MINUTE, shorter_than_ms: 10 * MINUTE } },
  { name: "long", says: { longer_than_ms: 10 * MINUTE } },
  { name: "very_long", says: { longer_than_ms: 30 * MINUTE } },
];

/** How the call was scored. */
export const SCORES: readonly Choice[] = [
  { name: "passed", says: { passed: true } },
  { name: "not_passed", says: { passed: false } },
  { name: "high", says: { least_percent: 85 } },
  { name: "low", says: { most_percent: 60 } },
  { name: "auto_failed", says: { auto_failed: true } },
];

/** Whether a generator drew the call. */
export const ORIGINS: readonly Choice[] = [
  { name: "real", says: { simulated: false } },
  { name: "drawn", says: { simulated: true } },
];

/** The choice that says exactly what the search says of these fields; null where it says nothing or something else. */
export function nameOfChoice(choices: readonly Choice[], wish: Wish): string | null {
  const fields = fieldsOf(choices);
  const same = (choice: Choice) => fields.every((field) => (choice.says[field] ?? null) === (wish[field] ?? null));
  return choices.find(same)?.name ?? null;
}

/** All fields that these choices are about. */
export function fieldsOf(choices: readonly Choice[]): (keyof Wish)[] {
  return [...new Set(choices.flatMap((choice) => Object.keys(choice.says) as (keyof Wish)[]))];
}
