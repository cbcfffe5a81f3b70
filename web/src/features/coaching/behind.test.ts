import { describe, expect, it } from "vitest";

import type { CohortBoard } from "../../api";
import { behind } from "./behind";

const member = (id: string, standing: string, value: number | null, disabled = false) => ({
  person: { id, name: id, team: null, disabled },
  cells: [{ question_id: "empathy", figure: { value }, standing, undecided: 0 }],
});

const BOARD = {
  targets: [{ question_id: "empathy", share: 0.8 }],
  members: [
    member("surely", "below", 0.3),
    member("perhaps", "near", 0.7),
    member("there", "near", 0.8),
    member("few", "few", null),
    member("gone", "below", 0.1, true),
  ],
} as unknown as CohortBoard;

describe("who is behind a target", () => {
  it("says it less often than aimed at, by enough calls to tell, and can sign in", () => {
    expect(behind(BOARD, "empathy")).toEqual(["surely", "perhaps"]);
  });

  it("is nobody where the cohort does not aim at it", () => {
    expect(behind(BOARD, "verify")).toEqual([]);
  });
});
