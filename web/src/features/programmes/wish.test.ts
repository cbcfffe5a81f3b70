import { expect, test } from "vitest";

import type { ProgrammeOut } from "../../api";
import { liveliest } from "./TrainerHome";
import { cohortWishOf, countOf, draftOf, wishOf, withCount } from "./wish";

const PROGRAMME: ProgrammeOut = {
  id: "p",
  version: 3,
  name: "שפת שירות",
  note: null,
  language: "he",
  practice_weeks: 2,
  targets: [{ question_id: "empathy", text: { he: "א", en: "a" }, share: 0.85, asked: true }],
  dues: [{ stage: "practice", kind: "drill", count: 3 }],
  simulated: false,
  ended_at: null,
  cohorts: [],
};

test("what was read is sent again unchanged", () => {
  expect(wishOf(draftOf(PROGRAMME))).toEqual({
    name: "שפת שירות",
    note: null,
    language: "he",
    practice_weeks: 2,
    targets: [{ question_id: "empathy", share: 0.85 }],
    dues: [{ stage: "practice", kind: "drill", count: 3 }],
    ended: false,
  });
});

test("nothing is sent while a name or a number is missing", () => {
  const draft = draftOf(PROGRAMME);
  expect(wishOf({ ...draft, name: "  " })).toBeNull();
  expect(wishOf({ ...draft, practiceWeeks: null })).toBeNull();
  expect(wishOf({ ...draft, targets: [{ questionId: "empathy", percent: 0 }] })).toBeNull();
  expect(cohortWishOf({ name: "א", day0: "", memberIds: [], ended: false })).toBeNull();
});

test("a due of nothing is none", () => {
  const more = withCount(PROGRAMME.dues, "live", "drill", 1);
  expect(countOf(more, "live", "drill")).toBe(1);
  expect(withCount(more, "live", "drill", 0)).toEqual(PROGRAMME.dues);
});

test("a trainer lands with the cohort that practises, the newest of like ones", () => {
  const cohort = (id: string, stage: "before" | "practice" | "live", day0: string, ended_at: string | null = null) => ({
    id,
    name: id,
    day0,
    stage,
    week: 1,
    members: 0,
    ended_at,
  });
  const cohorts = [
    cohort("future", "before", "2027-01-01"),
    cohort("older", "practice", "2026-10-01"),
    cohort("newer", "practice", "2026-11-01"),
    cohort("past", "live", "2026-12-01"),
    cohort("ended", "practice", "2026-12-01", "2026-12-20T00:00:00Z"),
  ];
  expect(liveliest([{ ...PROGRAMME, cohorts }])?.id).toBe("newer");
  expect(liveliest([{ ...PROGRAMME, cohorts, ended_at: "2026-11-02T00:00:00Z" }])).toBeUndefined();
});
