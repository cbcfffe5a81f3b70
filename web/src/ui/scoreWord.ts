const EXCELLENT_PERCENT = 90;

/** The word for a score. Whether it passed is the rubric's to say (null: open questions decide); none says "failed". */
export function scoreWord(percent: number, passed: boolean | null): "excellent" | "good" | "room" | "open" {
  if (passed === null) return "open";
  if (!passed) return "room";
  return percent >= EXCELLENT_PERCENT ? "excellent" : "good";
}
