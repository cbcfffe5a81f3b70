import { describe, expect, it } from "vitest";

import { mixFor, solo, toggleMute } from "./mix";
import { beyondQuiet, clampTime, nextSpeed, quietBetween, resumeAt, spanStep, spanWithEnd, speedFrom, turnStart } from "./position";

describe("playback position", () => {
  it("rewinds two seconds when resuming where it was paused", () => {
    expect(resumeAt(10_000, 10_020)).toBe(8000);
    expect(resumeAt(900, 900)).toBe(0);
  });

  it("starts exactly where the listener moved to since the pause", () => {
    expect(resumeAt(30_000, 10_000)).toBe(30_000);
    expect(resumeAt(0, null)).toBe(0);
  });

  it("plays a span up to its end and no further", () => {
    const span = { start_ms: 1000, end_ms: 2000 };
    expect(spanStep(1999, span, false)).toBe("on");
    expect(spanStep(2000, span, false)).toBe("stop");
    expect(spanStep(2000, span, true)).toBe("again");
    expect(spanStep(999_999, null, false)).toBe("on");
  });

  it("keeps seeks inside the call", () => {
    expect(clampTime(-5, 1000)).toBe(0);
    expect(clampTime(5000, 1000)).toBe(1000);
  });

  it("steps through the offered speeds and stays at the ends", () => {
    expect(nextSpeed(1, 1)).toBe(1.25);
    expect(nextSpeed(1, -1)).toBe(0.75);
    expect(nextSpeed(3, 1)).toBe(3);
    expect(nextSpeed(0.5, -1)).toBe(0.5);
  });

  it("believes a remembered speed only when it is one of them", () => {
    expect(speedFrom("1.5")).toBe(1.5);
    expect(speedFrom("16")).toBe(1);
    expect(speedFrom(null)).toBe(1);
  });

  it("finds the next and the previous turn", () => {
    const starts = [1000, 3600, 8000];
    expect(turnStart(starts, 3600, 1)).toBe(8000);
    expect(turnStart(starts, 9000, 1)).toBeNull();
    expect(turnStart(starts, 5000, -1)).toBe(3600);
    expect(turnStart(starts, 3700, -1)).toBe(1000);
    expect(turnStart(starts, 200, -1)).toBe(1000);
  });
});

describe("hearing one voice", () => {
  it("leaves two voices on their own sides and gives one alone to both ears", () => {
    expect(mixFor([false, false])).toEqual([[1, 0], [0, 1]]);
    expect(mixFor([false, true])).toEqual([[1, 1], [0, 0]]);
    expect(mixFor([true, false])).toEqual([[0, 0], [1, 1]]);
  });

  it("solos, and solos again to hear everybody", () => {
    expect(solo([false, false], 1)).toEqual([true, false]);
    expect(solo([true, false], 1)).toEqual([false, false]);
    expect(solo([true, false], 0)).toEqual([false, true]);
  });

  it("mutes and unmutes one voice", () => {
    expect(toggleMute([false, false], 0)).toEqual([true, false]);
    expect(toggleMute([true, false], 0)).toEqual([false, false]);
  });
});

describe("behaviour 10: skipping silence and marking a stretch", () => {
  const turns = [
    { start_ms: 4000, end_ms: 6000 },
    { start_ms: 6500, end_ms: 9000 },
    { start_ms: 8000, end_ms: 8500 },
    { start_ms: 60_000, end_ms: 62_000 },
  ];

  it("finds where nobody speaks, leaves a breath on either side, and short pauses alone", () => {
    expect(quietBetween(turns, 90_000)).toEqual([
      { start_ms: 0, end_ms: 3700 },
      { start_ms: 9300, end_ms: 59_700 },
    ]);
    expect(quietBetween([], 90_000)).toEqual([]);
  });

  it("goes on behind such a stretch, and stays anywhere else", () => {
    const quiet = quietBetween(turns, 90_000);
    expect(beyondQuiet(0, quiet)).toBe(3700);
    expect(beyondQuiet(30_000, quiet)).toBe(59_700);
    expect(beyondQuiet(59_700, quiet)).toBeNull();
    expect(beyondQuiet(7000, quiet)).toBeNull();
    expect(beyondQuiet(80_000, quiet)).toBeNull();
  });

  it("moves one end of the marked stretch and keeps the other where that leaves a stretch", () => {
    expect(spanWithEnd(null, "start", 5000, 60_000)).toEqual({ start_ms: 5000, end_ms: 15_000 });
    expect(spanWithEnd({ start_ms: 5000, end_ms: 15_000 }, "end", 8000, 60_000)).toEqual({ start_ms: 5000, end_ms: 8000 });
    expect(spanWithEnd({ start_ms: 5000, end_ms: 8000 }, "start", 9000, 12_000)).toEqual({ start_ms: 9000, end_ms: 12_000 });
    expect(spanWithEnd(null, "end", 4000, 60_000)).toEqual({ start_ms: 0, end_ms: 4000 });
  });
});
