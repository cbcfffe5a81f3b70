import type { Medium, PlanIn, PlanOut } from "../../api";

/** A plan with nothing left unsaid, as the editor holds it. Empty number fields are null while they are being written. */
export interface Recipe {
  name: string;
  active: boolean;
  active_from: string;
  active_until: string;
  timing: NonNullable<PlanIn["timing"]>;
  team_id: string | null;
  agent_ids: string[];
  language: "he" | "en" | null;
  medium: Medium | null;
  queue: string | null;
  quota: number | null;
  new_days: number | null;
  new_extra: number | null;
  targets: Target[];
  weights: Record<string, number | null>;
  alternate: boolean;
  due_days: number | null;
  seed: number | null;
}

export type TargetKind = NonNullable<PlanIn["targets"]>[number]["kind"];

export interface Target {
  kind: TargetKind;
  per_week: number | null;
  /** In the unit of the field, which for could_flip is per cent. */
  bound: number | null;
  question_id: string | null;
  outcome: "found" | "missed";
}

export const KINDS = ["could_flip", "low_score", "customer_tone", "situation", "auto_fail", "unsure"] as const;

const USUAL: Recipe = {
  name: "",
  active: true,
  active_from: "",
  active_until: "",
  timing: "ended_week",
  team_id: null,
  agent_ids: [],
  language: null,
  medium: null,
  queue: null,
  quota: 1,
  new_days: 30,
  new_extra: 1,
  targets: [],
  weights: {},
  alternate: true,
  due_days: 7,
  seed: null,
};

const USUAL_BOUNDS: Record<TargetKind, number | null> = {
  could_flip: 10,
  low_score: 60,
  customer_tone: -1,
  unsure: 1,
  situation: null,
  auto_fail: null,
};

export function recipeOf(plan: PlanOut | null): Recipe {
  if (plan === null) return USUAL;
  const { reviewers, targets = [], ...told } = plan.plan;
  const { active_from, active_until, ...rest } = told;
  return {
    ...USUAL,
    ...rest,
    active_from: active_from ?? "",
    active_until: active_until ?? "",
    targets: targets.map((target) => ({
      kind: target.kind,
      per_week: target.per_week,
      bound: shownBound(target.kind, target.bound ?? null),
      question_id: target.question_id ?? null,
      outcome: target.outcome ?? "found",
    })),
    weights: Object.fromEntries(reviewers.map((share) => [share.person_id, share.weight ?? 1])),
  };
}

export function newTarget(kind: TargetKind): Target {
  return { kind, per_week: 5, bound: USUAL_BOUNDS[kind], question_id: null, outcome: "missed" };
}

/** What the server is told; null while a field is missing. */
export function wishOf(recipe: Recipe): PlanIn | null {
  const { weights, targets, active_from, active_until, quota, new_days, new_extra, due_days, ...rest } = recipe;
  const reviewers = Object.entries(weights).map(([person_id, weight]) => ({ person_id, weight: weight ?? 1 }));
  const clear = targets.every((target) => target.per_week !== null && (target.kind !== "situation" || target.question_id));
  if (recipe.name.trim() === "" || reviewers.length === 0 || !clear || due_days === null) return null;
  return {
    ...rest,
    name: recipe.name.trim(),
    active_from: active_from === "" ? null : active_from,
    active_until: active_until === "" ? null : active_until,
    quota: quota ?? 0,
    new_days: new_days ?? 0,
    new_extra: new_extra ?? 0,
    due_days,
    reviewers,
    targets: targets.map((target) => ({
      kind: target.kind,
      per_week: target.per_week ?? 1,
      bound: target.kind === "could_flip" && target.bound !== null ? target.bound / 100 : target.bound,
      ...(target.kind === "situation" ? { question_id: target.question_id, outcome: target.outcome } : {}),
    })),
  };
}

function shownBound(kind: TargetKind, bound: number | null): number | null {
  if (bound === null) return USUAL_BOUNDS[kind];
  return kind === "could_flip" ? Math.round(bound * 100) : bound;
}
