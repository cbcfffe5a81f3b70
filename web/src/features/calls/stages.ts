import type { JobProgress } from "../../api";

export type Stage = JobProgress["stage"];

/** In the order in which a call goes through them. */
export const STAGES: readonly Stage[] = [
  "received",
  "decode",
  "speech",
  "transcribe",
  "turns",
  "findings",
  "score",
  "done",
];

/** How much of the whole way each stage takes, about; transcribing is nearly all of it. */
const WEIGHTS: Record<Stage, number> = {
  received: 0,
  decode: 4,
  speech: 4,
  transcribe: 80,
  turns: 3,
  findings: 6,
  score: 3,
  done: 0,
};

const WHOLE = STAGES.reduce((sum, stage) => sum + WEIGHTS[stage], 0);

/** Share 0..1 of the whole way, from the stage and the share of that stage. */
export function doneShare(progress: Pick<JobProgress, "stage" | "share">): number {
  if (progress.stage === "done") return 1;
  const before = STAGES.slice(0, STAGES.indexOf(progress.stage)).reduce((sum, stage) => sum + WEIGHTS[stage], 0);
  return Math.min(1, (before + WEIGHTS[progress.stage] * progress.share) / WHOLE);
}

/** Where a stage stands while `present` is at work. */
export function standingOf(stage: Stage, present: Stage): "done" | "now" | "ahead" {
  const distance = STAGES.indexOf(stage) - STAGES.indexOf(present);
  if (distance < 0 || present === "done") return "done";
  return distance === 0 ? "now" : "ahead";
}
