import { describe, expect, it } from "vitest";

import type { Kind, NoticeOut } from "../../api";
import { byDays, dayBefore } from "./fold";

function notice(id: string, kind: Kind, toldAt: string, readAt: string | null = null): NoticeOut {
  return {
    id,
    kind,
    told_at: toldAt,
    read_at: readAt,
    call_id: null,
    evaluation_id: null,
    at_ms: null,
    page: null,
    facts: {},
    by_name: null,
    agent_name: null,
  };
}

describe("notices by days", () => {
  it("makes one line of a day's alerts of one kind, where the newest stands", () => {
    const days = byDays([
      notice("5", "leaving_cue", "2026-03-02T10:00"),
      notice("4", "mentioned", "2026-03-02T09:00"),
      notice("3", "leaving_cue", "2026-03-02T08:00"),
      notice("2", "leaving_cue", "2026-03-01T23:00"),
    ]);
    expect(days.map((day) => [day.date, day.lines.map((line) => line.map(({ id }) => id))])).toEqual([
      ["2026-03-02", [["5", "3"], ["4"]]],
      ["2026-03-01", [["2"]]],
    ]);
  });

  it("never folds what was said to somebody in person, nor read with unread", () => {
    const [day] = byDays([
      notice("4", "mentioned", "2026-03-02T10:00"),
      notice("3", "mentioned", "2026-03-02T09:00"),
      notice("2", "auto_fail", "2026-03-02T08:00"),
      notice("1", "auto_fail", "2026-03-02T07:00", "2026-03-02T07:30"),
    ]);
    expect(day?.lines.map((line) => line.length)).toEqual([1, 1, 1, 1]);
  });

  it("knows the day before, also across a month", () => {
    expect(dayBefore("2026-03-01")).toBe("2026-02-28");
  });
});
