import type { CohortIn, CohortOut, ProgrammeDue, ProgrammeIn, ProgrammeOut } from "../../api";

export const DUE_STAGES = ["workshop", "practice", "live"] as const;
export type DueStage = (typeof DUE_STAGES)[number];

/** What the form holds while a person types; null where a field is empty. */
export interface Draft {
  name: string;
  note: string;
  language: "he" | "en" | null;
  practiceWeeks: number | null;
  targets: { questionId: string; percent: number | null }[];
  dues: ProgrammeDue[];
  ended: boolean;
}

const USUAL_WEEKS = 3;
/** What is aimed at where nobody said otherwise. */
export const USUAL_PERCENT = 80;

export function draftOf(programme: ProgrammeOut | null): Draft {
  return {
    name: programme?.name ?? "",
    note: programme?.note ?? "",
    language: programme?.language ?? null,
    practiceWeeks: programme?.practice_weeks ?? USUAL_WEEKS,
    targets: (programme?.targets ?? []).map((target) => ({
      questionId: target.question_id,
      percent: Math.round(target.share * 100),
    })),
    dues: programme?.dues ?? [],
    ended: programme ? programme.ended_at !== null : false,
  };
}

/** What is sent; null while something is missing. */
export function wishOf(draft: Draft): ProgrammeIn | null {
  const targets: ProgrammeIn["targets"] = [];
  for (const { questionId, percent } of draft.targets) {
    if (percent === null || percent <= 0 || percent > 100) return null;
    targets.push({ question_id: questionId, share: percent / 100 });
  }
  if (draft.name.trim() === "" || draft.practiceWeeks === null) return null;
  return {
    name: draft.name,
    note: draft.note.trim() === "" ? null : draft.note,
    language: draft.language,
    practice_weeks: draft.practiceWeeks,
    targets,
    dues: draft.dues,
    ended: draft.ended,
  };
}

export function countOf(dues: ProgrammeDue[], stage: DueStage, kind: string): number {
  return dues.find((due) => due.stage === stage && due.kind === kind)?.count ?? 0;
}

/** The dues with this count for one stage and kind; 0 asks for nothing. */
export function withCount(dues: ProgrammeDue[], stage: DueStage, kind: string, count: number): ProgrammeDue[] {
  const others = dues.filter((due) => due.stage !== stage || due.kind !== kind);
  return count > 0 ? [...others, { stage, kind, count }] : others;
}

export interface CohortDraft {
  name: string;
  day0: string;
  memberIds: string[];
  ended: boolean;
}

export function cohortDraftOf(cohort: CohortOut | null): CohortDraft {
  return {
    name: cohort?.name ?? "",
    day0: cohort?.day0 ?? "",
    memberIds: (cohort?.members ?? []).map((member) => member.id),
    ended: cohort ? cohort.ended_at !== null : false,
  };
}

export function cohortWishOf({ name, day0, memberIds, ended }: CohortDraft): CohortIn | null {
  return name.trim() === "" || day0 === "" ? null : { name, day0, member_ids: memberIds, ended };
}
