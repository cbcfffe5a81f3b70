import { describe, expect, it } from "vitest";

import { courseOf, linesOf, PICTURE, speakersOf, yOf } from "./toneLine";

describe("the picture of tone", () => {
  it("has positive above negative, and keeps what is beyond the scale inside", () => {
    expect(yOf(5)).toBe(PICTURE.top);
    expect(yOf(-5)).toBe(PICTURE.bottom);
    expect(yOf(9)).toBe(PICTURE.top);
    expect(yOf(0)).toBe((PICTURE.top + PICTURE.bottom) / 2);
  });

  it("runs left to right inside its frame, in as many lines as there are known stretches", () => {
    const lines = linesOf([1, 2, null, -3], "agent");
    expect(lines.map((line) => line.map((point) => point.value))).toEqual([[1, 2], [-3]]);
    const places = lines.flat().map((point) => point.x);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(PICTURE.left);
    expect(Math.max(...places)).toBeLessThan(PICTURE.width);
  });

  it("leaves out those of whom nothing is known, and begins with the customer", () => {
    const tone = { marks: [], trend: {}, engine: null };
    expect(speakersOf({ ...tone, quarters: { agent: [0, null], customer: [null, 1] } })).toEqual(["customer", "agent"]);
    expect(speakersOf({ ...tone, quarters: { agent: [null, null] } })).toEqual([]);
  });

  it("puts its course in a word", () => {
    expect([2, -1, 0.9, null, undefined].map(courseOf)).toEqual(["better", "worse", "steady", "unknown", "unknown"]);
  });
});
