import { expect, test } from "vitest";

import { momentOf, spanOf } from "./span";

test("reads times as they are written on screen", () => {
  expect(momentOf("0:00")).toBe(0);
  expect(momentOf(" 1:23 ")).toBe(83_000);
  expect(momentOf("75:09")).toBe(4_509_000);
  expect(momentOf("1:02:03")).toBe(3_723_000);
  expect(momentOf("1:00.5")).toBe(60_500);
});

test("anything else is no time", () => {
  for (const text of ["", "1", "1:5", "1:60", "a:bc", "-1:00", "1:00.55"]) expect(momentOf(text)).toBeNull();
});

test("a span begins before it ends, within the call", () => {
  expect(spanOf("0:01", "0:03.5", 9_250)).toEqual({ startMs: 1_000, endMs: 3_500 });
  expect(spanOf("0:01", "0:10", 9_250)).toEqual({ startMs: 1_000, endMs: 9_250 });
  expect(spanOf("0:01", "0:09.2", 9_250)).toEqual({ startMs: 1_000, endMs: 9_250 });
  expect(spanOf("0:03", "0:03", 9_250)).toBeNull();
  expect(spanOf("0:12", "0:13", 9_250)).toBeNull();
  expect(spanOf("x", "0:03", 9_250)).toBeNull();
});
