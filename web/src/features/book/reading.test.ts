import { describe, expect, it } from "vitest";

import type { BookEntryOut } from "../../api";
import { marksIn, pieces, shownOf } from "./reading";
import { linesOf, newEntry, typedOf, wishOf } from "./typed";

const ENTRY: BookEntryOut = {
  id: "long-wait",
  kind: "situation",
  title: { he: "המתנה", en: "A wait" },
  body: { he: "", en: "" },
  question_id: "long-wait",
  phase: null,
  within_s: 15,
  triggers: { he: [{ id: "t1", say: "חיכיתי שעה", wordings: ["חיכיתי [לכם] שעה"] }], en: [] },
  sentences: { he: [{ id: "s1", say: "מצטער/מצטערת על ההמתנה", wordings: [] }], en: [] },
};
const PRINCIPLE: BookEntryOut = { ...ENTRY, id: "lead", kind: "principle", sentences: { he: [], en: [] } };

describe("what is read", () => {
  it("cuts a text where something was found, and nowhere else", () => {
    const cut = pieces("על ההמתנה הארוכה", [{ start: 3, end: 9 }]);
    expect(cut).toEqual([
      { text: "על ", found: false },
      { text: "ההמתנה", found: true },
      { text: " הארוכה", found: false },
    ]);
    expect(pieces("בלי", [])).toEqual([{ text: "בלי", found: false }]);
  });

  it("shows entries with sentences in the language, found ones, and those with a star", () => {
    const both = [PRINCIPLE, ENTRY];
    expect(shownOf(both, null, null, "he")).toEqual(both);
    expect(shownOf(both, null, null, "en")).toEqual([PRINCIPLE]);
    expect(shownOf(both, null, ["s1"], "he")).toEqual([ENTRY]);
    const marks = [{ start: 0, end: 5 }];
    const hit = { entry_id: "long-wait", texts: [{ field: "title" as const, language: "he" as const, line_id: null, marks }] };
    expect(shownOf(both, [hit], null, "he")).toEqual([ENTRY]);
    expect(shownOf(both, [hit], null, "en")).toEqual([]);
    expect(marksIn(hit, "he")("title")).toBe(marks);
    expect(marksIn(hit, "he")("sentences", "s1")).toEqual([]);
  });
});

describe("what is typed", () => {
  it("is the entry again when nothing was touched", () => {
    expect({ id: ENTRY.id, ...wishOf(typedOf(ENTRY)) }).toEqual(ENTRY);
  });

  it("leaves out lines that say nothing, and patterns that are empty", () => {
    expect(linesOf([{ key: "a", id: null, say: "  ", wordings: "{x" }])).toEqual([]);
    expect(linesOf([{ key: "a", id: null, say: " כן ", wordings: "אחת\n\n שתיים " }])).toEqual([
      { id: null, say: "כן", wordings: ["אחת", "שתיים"] },
    ]);
    expect(newEntry("transition").phase).toBe("opening");
  });
});
