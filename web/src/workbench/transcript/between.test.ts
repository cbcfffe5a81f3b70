import { describe, expect, it } from "vitest";

import { transcript } from "../testing/examples";
import { beganOver, pausesBefore } from "./between";

describe("what lies between the turns", () => {
  it("is dead air and holds, each before the turn that follows it, in the order of time", () => {
    const call = { ...transcript(), holds: [[4900, 5100] as [number, number], [9000, 9800] as [number, number]] };
    const pauses = pausesBefore(call);
    expect(pauses.get(2)).toEqual([
      { kind: "hold", startMs: 4900, endMs: 5100 },
      { kind: "dead_air", startMs: 5200, endMs: 8000 },
    ]);
    expect(pauses.get(call.turns.length)?.map((pause) => pause.kind)).toEqual(["hold"]);
  });
});

describe("a turn that began over the other one", () => {
  const spans = { talk_over: [[3400, 3600] as [number, number]], interruptions: [] };
  const taken = { ...spans, interruptions: [{ start_ms: 3400, end_ms: 3600, by: "customer" as const }] };

  it("is talk-over, or an interruption where its speaker took the turn", () => {
    expect(beganOver({ start_ms: 3450, speaker: "customer" }, spans)).toBe("talk_over");
    expect(beganOver({ start_ms: 3450, speaker: "customer" }, taken)).toBe("interruption");
    expect(beganOver({ start_ms: 3450, speaker: "agent" }, taken)).toBe("talk_over");
  });

  it("may seem to begin a little early, but not behind the overlap", () => {
    expect(beganOver({ start_ms: 3300, speaker: "customer" }, taken)).toBe("interruption");
    expect(beganOver({ start_ms: 3600, speaker: "customer" }, taken)).toBeNull();
  });
});
