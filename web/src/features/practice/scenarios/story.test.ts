import { expect, test } from "vitest";

import type { Story } from "../../../api";
import { earlier, emptyLine, emptyStory, pickedOf, withAnother, withLine, without } from "./story";

function line(id: string, ...to: string[]) {
  return { id, text: id, mood: "calm" as const, clip_id: null, ways: to.map((name) => ({ to: name, when: null, question_id: null })) };
}

const STORY: Story = { ...emptyStory("en"), lines: [line("a", "b", "c"), line("b", "c"), line("c")] };

test("ways follow a line that is named anew", () => {
  const renamed = withLine(STORY, 2, { ...line("c"), id: "end" });
  expect(renamed.lines.map(({ ways }) => ways?.map(({ to }) => to))).toEqual([["b", "end"], ["end"], []]);
});

test("a new line has a name of its own, and the last line leads to it", () => {
  const longer = withAnother(STORY);
  expect(longer.lines.at(-1)?.id).toBe("line-4");
  expect(longer.lines[2]?.ways?.[0]?.to).toBe("line-4");
  expect(emptyLine([line("line-2")]).id).toBe("line-3");
});

test("with a line its ways go as well", () => {
  expect(without(STORY, 2).lines.map(({ ways }) => ways?.length)).toEqual([1, 0]);
});

test("a line moves one place up, and the first stays where it is", () => {
  expect(earlier(STORY, 1).lines.map(({ id }) => id)).toEqual(["b", "a", "c"]);
  expect(earlier(STORY, 0)).toBe(STORY);
});

test("what was picked is told where a question listens for it", () => {
  const told = { to: "b", when: "I listened", question_id: "q" };
  const story: Story = { ...STORY, lines: [{ ...line("a"), ways: [told, { to: "b", when: "more", question_id: null }] }, line("b")] };
  const steps = [{ line: null, way: null }, { line: "a", way: 0 }, { line: "a", way: 1 }, { line: "b", way: null }];
  expect(pickedOf({ story, steps })).toEqual([{ when: "I listened", questionId: "q" }]);
});
