import { describe, expect, it } from "vitest";

import type { ThreadOut } from "../../api";
import { commentMarks, mentionTyped, pieces, threadsByTurn, wishOf, wordsMarked } from "./pins";

function thread(id: string, start: number | null, end: number | null = start): ThreadOut {
  return {
    id,
    call_id: "call-1",
    start_ms: start,
    end_ms: end,
    revision: null,
    first_word: null,
    last_word: null,
    question_id: null,
    shared_at: null,
    resolved_at: null,
    resolved_by_name: null,
    comments: [],
  };
}

describe("where comments are pinned", () => {
  it("gives each thread to the turn in which it begins", () => {
    const turns = [
      { index: 0, start_ms: 500 },
      { index: 1, start_ms: 3000 },
    ];
    const found = threadsByTurn([thread("a", 0), thread("b", 2999), thread("c", 3000), thread("d", null)], turns);
    expect([...found].map(([turn, of]) => [turn, of.map(({ id }) => id)])).toEqual([
      [0, ["a", "b"]],
      [1, ["c"]],
    ]);
  });

  it("draws a tick for each that has a time", () => {
    expect(commentMarks([thread("a", 100, 300), thread("b", null)])).toEqual([
      { kind: "comment", startMs: 100, endMs: 300, threadId: "a" },
    ]);
  });

  it("tells the server words by their numbers and times in whole milliseconds", () => {
    const span = { start_ms: 10.4, end_ms: 20.6 };
    expect(wishOf({ kind: "time", span })).toEqual({ start_ms: 10, end_ms: 21 });
    expect(wishOf({ kind: "words", span, revision: 2, first: 3, last: 5, text: "" })).toEqual({
      revision: 2,
      first_word: 3,
      last_word: 5,
    });
  });

  it("reads the words that are marked, also where the marking ends inside a word", () => {
    document.body.innerHTML = `<p>${["א", "ב", "ג"].map((w, n) => `<span data-word="${n}">${w}</span>`).join(" ")}</p>`;
    const [, second, third] = document.querySelectorAll("[data-word]");
    const selection = window.getSelection();
    if (!second?.firstChild || !third?.firstChild || !selection) throw new Error("the page is empty");
    selection.setBaseAndExtent(second.firstChild, 0, third.firstChild, 1);
    expect(wordsMarked(document, selection)).toEqual({ first: 1, last: 2 });
    selection.removeAllRanges();
    expect(wordsMarked(document, selection)).toBeNull();
  });
});

describe("mentions", () => {
  it("stand out by their whole names and nothing else does", () => {
    expect(pieces("@נועה לוי ראית? @מישהו", ["נועה", "נועה לוי"])).toEqual([
      { text: "@נועה לוי", mention: true },
      { text: " ראית? @מישהו", mention: false },
    ]);
    expect(pieces("<b>@x</b>", [])).toEqual([{ text: "<b>@x</b>", mention: false }]);
  });

  it("are looked for after an @ that begins a word", () => {
    expect(mentionTyped("שלום @נו", 8)).toEqual({ from: 5, query: "נו" });
    expect(mentionTyped("@", 1)).toEqual({ from: 0, query: "" });
    expect(mentionTyped("noa@example", 11)).toBeNull();
    expect(mentionTyped("@נועה\n", 6)).toBeNull();
  });
});
