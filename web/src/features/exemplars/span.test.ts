import { expect, test } from "vitest";

import { momentOf } from "./span";

test("reads times as they are written on screen", () => {
  expect(momentOf("0:00")).toBe(0);
  expect(momentOf(" 1:23 ")).toBe(83_000);
  expect(momentOf("75:09")).toBe(4_509_000);
  expect(momentOf("1:02:03")).toBe(3_723_000);
});

test("anything else is no time", () => {
  for (const text of ["", "1", "1:5", "1:60", "a:bc", "-1:00", "1:00.5"]) expect(momentOf(text)).toBeNull();
});
