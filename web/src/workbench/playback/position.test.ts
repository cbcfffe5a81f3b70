import { describe, expect, it } from "vitest";

import { mixFor, solo, toggleMute } from "./mix";
import { clampTime, nextSpeed, resumeAt, spanStep, speedFrom, turnStart } from "./position";

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
