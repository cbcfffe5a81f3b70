import { describe, expect, it } from "vitest";

import { evaluation } from "../testing/examples";
import { feedbackOf } from "./praise";

describe("an agent's feedback", () => {
  it("tells what went well apart from what to try next, and from what did not count", () => {
    const feedback = feedbackOf(evaluation());
    const ids = (questions: { id: string }[]) => questions.map((question) => question.id);
    expect(ids(feedback.well)).toEqual(["greeting"]);
    expect(ids(feedback.next)).toEqual(["goodbye"]);
    expect(ids(feedback.rest)).toEqual(["empathy", "hold", "tone"]);
  });
});
