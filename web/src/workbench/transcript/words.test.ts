import { describe, expect, it } from "vitest";

import { transcript } from "../testing/examples";
import { findHits, plain } from "./search";
import { LINGER_MS, indexWords, timeOrder, wordAt, wordsIn } from "./words";

const index = indexWords(transcript());
const time = timeOrder(index);
const said = (position: number): string | undefined => index.texts[position];

describe("the word being said", () => {
  it("is the one whose time it is", () => {
    expect(said(wordAt(index, time, 1000))).toBe("שָׁלוֹם,");
    expect(said(wordAt(index, time, 1899))).toBe("מדברת");
    expect(said(wordAt(index, time, 8600))).toBe("שפנית");
  });

  it("is none before the first word and in dead air", () => {
    expect(wordAt(index, time, 999)).toBe(-1);
    expect(wordAt(index, time, 6000)).toBe(-1);
  });

  it("stays lit through the small gaps of fluent speech", () => {
    expect(said(wordAt(index, time, 1450))).toBe("שָׁלוֹם,");
    expect(wordAt(index, time, 5000 + LINGER_MS)).toBe(-1);
  });

  it("agrees with a plain scan at every moment of a transcript with overlapping turns", () => {
    const overlapping = transcript();
    overlapping.turns[1]?.words.forEach((word) => {
      word.start_ms -= 800;
      word.end_ms -= 800;
    });
    const words = indexWords(overlapping);
    const order = timeOrder(words);
    for (let ms = 0; ms < 10_000; ms += 37) {
      let latest = -1;
      words.starts.forEach((start, position) => {
        if (start <= ms && (latest === -1 || start >= (words.starts[latest] ?? 0))) latest = position;
      });
      const expected = latest >= 0 && ms < (words.ends[latest] ?? 0) + LINGER_MS ? latest : -1;
      expect(wordAt(words, order, ms)).toBe(expected);
    }
  });

  it("is found in an hour of words with a handful of comparisons", () => {
    let looked = 0;
    const count = 10_000;
    const starts = new Proxy(Array.from({ length: count }, (_, place) => place * 360), {
      get: (target, key): unknown => {
        if (typeof key === "string" && /^\d+$/.test(key)) looked += 1;
        return Reflect.get(target, key);
      },
    });
    const order = Array.from({ length: count }, (_, place) => place);
    const ends = order.map((place) => place * 360 + 300);
    wordAt({ ...index, starts, ends }, { order, starts }, 1_800_100);
    expect(looked).toBeLessThan(20);
  });
});

describe("the words of a span", () => {
  it("are those that it touches", () => {
    expect(wordsIn(index, time, { start_ms: 1450, end_ms: 2100 }).map(said)).toEqual(["מדברת", "דנה"]);
    expect(wordsIn(index, time, { start_ms: 5200, end_ms: 8000 })).toEqual([]);
  });
});

describe("searching the transcript", () => {
  it("ignores niqqud, punctuation and case", () => {
    expect(plain("שָׁלוֹם,")).toBe("שלום");
    expect(findHits(index, "שלום")).toHaveLength(2);
  });

  it("finds words in a row, the first with a prefix and the last unfinished", () => {
    expect(findHits(index, "במה אעז")).toEqual([{ first: 3, last: 4 }]);
    expect(findHits(index, "דנה במה")).toEqual([]);
  });

  it("finds nothing for an empty query", () => {
    expect(findHits(index, "  ,")).toEqual([]);
  });
});
