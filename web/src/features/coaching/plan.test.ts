import { describe, expect, it } from "vitest";

import type { CoachingSessionOut } from "../../api";
import { dayAfter, draftOf, isWhole, newAction, planOf } from "./plan";

const SESSION: CoachingSessionOut = {
  id: "s",
  version: 3,
  agent: { id: "a", name: "דנה", team: null },
  trainer: "יואב",
  mine: true,
  state: "draft",
  went_well: null,
  agenda: ["one", "two"],
  private_note: "mine",
  planned_for: "2026-11-25T09:30:00Z",
  shared_at: null,
  held_at: null,
  agent_words: null,
  acknowledged_at: null,
  clips: [],
  actions: [],
  tasks: [],
};

describe("a session as it is written", () => {
  it("comes back as it was when nothing was changed", () => {
    expect(planOf(draftOf(SESSION))).toEqual({
      went_well: "",
      agenda: ["one", "two"],
      private_note: "mine",
      planned_for: "2026-11-25T09:30:00.000Z",
      clips: [],
      actions: [],
    });
  });

  it("has an agenda of a line each, without empty ones", () => {
    expect(planOf({ ...draftOf(SESSION), agenda: " a \n\n b" }).agenda).toEqual(["a", "b"]);
  });

  it("is whole when every goal can be reached", () => {
    const draft = draftOf(SESSION);
    expect(isWhole({ ...draft, actions: [newAction("goodbye")] })).toBe(true);
    expect(isWhole({ ...draft, actions: [newAction("")] })).toBe(false);
    expect(isWhole({ ...draft, actions: [{ ...newAction("goodbye"), needed: 6 }] })).toBe(false);
  });

  it("keeps a clip as it was cut, and is not whole while that is no moment of the call", () => {
    const clip = { id: "c", call_id: "k", start_ms: 1_000, end_ms: 4_000, question_id: null, words: null, good: true };
    const draft = { ...draftOf(SESSION), clips: [clip] };
    const { id, ...sent } = clip;
    expect(planOf(draft).clips).toEqual([sent]);
    expect(id).toBe("c");
    expect(isWhole(draft)).toBe(true);
    expect(isWhole({ ...draft, clips: [{ ...clip, wrong: true }] })).toBe(false);
  });

  it("names days by the clock of the place", () => {
    expect(dayAfter(new Date(2026, 10, 30, 23, 30), 1)).toBe("2026-12-01");
  });
});
