import { describe, expect, it } from "vitest";

import type { QuestionOut } from "../../api";
import { evaluation } from "../../workbench/testing/examples";
import { keyOf, otherAnswers } from "./words";

function question(answer: Partial<NonNullable<QuestionOut["answer"]>> | null): QuestionOut {
  const [first] = evaluation().sections.flatMap((section) => section.questions);
  if (!first) throw new Error("the example has questions");
  const given = answer && {
    option_id: null,
    not_applicable: false,
    reason: null,
    person_name: "Noa",
    answered_at: "2026-01-01T00:00:00Z",
    ...answer,
  };
  return { ...first, answer: given };
}

describe("what can be chosen in place of an answer", () => {
  it("is every other option, and that the question does not apply", () => {
    const said = question({ option_id: "said" });
    const ids = said.options.map((option) => option.id);
    expect(otherAnswers(said).map(keyOf)).toEqual([...ids.filter((id) => id !== "said"), ""]);
  });

  it("is every option where a person said that it does not apply", () => {
    const left = question({ not_applicable: true });
    expect(otherAnswers(left).map(keyOf)).toEqual(left.options.map((option) => option.id));
  });

  it("goes by the machine where no person answered", () => {
    const open = question(null);
    expect(otherAnswers(open).map(keyOf)).not.toContain(open.suggestion?.option_id);
  });
});
