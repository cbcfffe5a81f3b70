import { describe, expect, it } from "vitest";

import { placed, rangeOf, ticks } from "./scale";

describe("scales", () => {
  it("place the ends of a range on the ends of the drawing, also upside down", () => {
    expect(placed(0, { low: 0, high: 100 }, { low: 200, high: 0 })).toBe(200);
    expect(placed(100, { low: 0, high: 100 }, { low: 200, high: 0 })).toBe(0);
    expect(placed(25, { low: 0, high: 100 }, { low: 0, high: 40 })).toBe(10);
  });

  it("place a value in the middle where all values are the same", () => {
    expect(placed(7, { low: 7, high: 7 }, { low: 0, high: 10 })).toBe(5);
  });

  it("have round ticks without the dust of fractions", () => {
    expect(ticks({ low: 0, high: 1 }, undefined, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks({ low: 61, high: 84 })).toEqual([70, 80]);
    expect(ticks({ low: -5, high: 5 })).toEqual([-5, 0, 5]);
    expect(ticks({ low: 3, high: 3 })).toEqual([3]);
  });

  it("hold every value and never promise what is not possible", () => {
    expect(rangeOf([61.2, 83.9], { low: 0, high: 100 })).toEqual({ low: 60, high: 90 });
    expect(rangeOf([0.97, 1], { low: 0, high: 1 })).toEqual({ low: 0.97, high: 1 });
    expect(rangeOf([98, 99.5], { low: 0, high: 100 }).high).toBe(99.5);
    expect(rangeOf([], { low: 0, high: 100 })).toEqual({ low: 0, high: 100 });
    expect(rangeOf([], { low: 0, high: Infinity })).toEqual({ low: 0, high: 1 });
  });

  it("take the steps that they are given, as of minutes", () => {
    expect(ticks({ low: 200, high: 400 }, [30, 60, 300])).toEqual([240, 300, 360]);
    expect(rangeOf([205, 395], { low: 0, high: Infinity, steps: [30, 60, 300] })).toEqual({ low: 180, high: 420 });
  });

  it("open a range around a value that stands alone", () => {
    const { low, high } = rangeOf([50], { low: 0, high: 100 });
    expect(low).toBeLessThan(50);
    expect(high).toBeGreaterThan(50);
  });
});
