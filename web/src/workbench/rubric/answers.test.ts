import { describe, expect, it } from "vitest";

import { evaluation, question, questions } from "../testing/examples";
import {
  acceptance,
  allQuestions,
  applyChange,
  differences,
  isWaiting,
  neighbour,
  nextWaiting,
  owesReason,
} from "./answers";

const author = { name: "נועה", now: "2026-11-21T10:00:00Z" };

describe("answering", () => {
  it("owes a reason only where the machine had a view and the person differs", () => {
    expect(owesReason(question("greeting"), { option_id: "no" })).toBe(true);
    expect(owesReason(question("greeting"), { option_id: "yes" })).toBe(false);
    expect(owesReason(question("greeting"), { not_applicable: true })).toBe(true);
    expect(owesReason(question("empathy"), { option_id: "no" })).toBe(false);
    expect(owesReason(question("tone"), { option_id: "no" })).toBe(false);
    expect(owesReason(question("hold"), { option_id: "yes" })).toBe(true);
    expect(owesReason(question("hold"), { not_applicable: true })).toBe(false);
  });

  it("takes over the machine's answer, also its not applicable, but never its doubt", () => {
    expect(acceptance(question("greeting"))).toEqual({ option_id: "yes", not_applicable: false });
    expect(acceptance(question("hold"))).toEqual({ option_id: null, not_applicable: true });
    expect(acceptance(question("empathy"))).toBeNull();
    expect(acceptance(question("tone"))).toBeNull();
  });

  it("shows a person's answer and leaves the suggestion untouched", () => {
    const before = evaluation();
    const after = applyChange(
      before,
      { kind: "answer", questionId: "greeting", answer: { option_id: "no", reason: "cut off" } },
      author,
    );
    const [changed] = allQuestions(after);
    expect(changed).toMatchObject({ decided_by: "person", suggestion: question("greeting").suggestion });
    expect(changed?.answer).toMatchObject({ option_id: "no", reason: "cut off", person_name: "נועה" });
    expect(allQuestions(before)[0]?.answer).toBeNull();
  });

  it("goes back to the machine's view, or to nobody's, when an answer is taken back", () => {
    const cleared = (id: string) =>
      allQuestions(applyChange(evaluation(), { kind: "clear", questionId: id }, author)).find((one) => one.id === id);
    expect(cleared("greeting")).toMatchObject({ decided_by: "machine", answer: null });
    expect(cleared("empathy")).toMatchObject({ decided_by: "nobody" });
    expect(cleared("hold")).toMatchObject({ decided_by: "machine" });
  });
});

describe("the questions that wait", () => {
  it("are those that neither a person nor the machine has decided", () => {
    expect(questions().filter(isWaiting).map((one) => one.id)).toEqual(["empathy", "tone"]);
  });

  it("are found one after the other and round again", () => {
    expect(nextWaiting(questions(), null)).toBe("empathy");
    expect(nextWaiting(questions(), "empathy")).toBe("tone");
    expect(nextWaiting(questions(), "goodbye")).toBe("empathy");
    expect(nextWaiting(questions().slice(0, 1), null)).toBeNull();
  });

  it("have neighbours, and the ends stay where they are", () => {
    expect(neighbour(questions(), null, 1)).toBe("greeting");
    expect(neighbour(questions(), "greeting", 1)).toBe("empathy");
    expect(neighbour(questions(), "greeting", -1)).toBe("greeting");
    expect(neighbour(questions(), "goodbye", 1)).toBe("goodbye");
  });
});

describe("what somebody else has changed", () => {
  it("names questions, summary and state, and nothing that is the same", () => {
    const answered = applyChange(
      evaluation(),
      { kind: "answer", questionId: "tone", answer: { option_id: "yes" } },
      author,
    );
    expect(differences(evaluation(), answered)).toEqual(["question:tone"]);
    expect(differences(evaluation(), { ...answered, summary: "x", state: "submitted" })).toEqual([
      "question:tone",
      "summary",
      "state",
    ]);
    expect(differences(answered, answered)).toEqual([]);
  });
});
