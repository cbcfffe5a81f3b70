/** Finding words in the transcript, forgiving about niqqud, case and punctuation. */

import type { WordIndex } from "./words";

/** A run of words that matched: positions of its first and last word. */
export interface Hit {
  first: number;
  last: number;
}

/** Letters and digits only, without niqqud and cantillation, lower case. */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** Worked out once a transcript: somebody who types asks with every letter. */
const known = new WeakMap<readonly string[], readonly string[]>();

function plainOf(texts: readonly string[]): readonly string[] {
  const said = known.get(texts) ?? texts.map(plain);
  known.set(texts, said);
  return said;
}

/**
 * Where the words of `query` occur one after the other. The first may begin inside a word (a Hebrew prefix stands
 * before it), the last may be unfinished (it is still being typed), those between must be whole.
 */
export function findHits(index: Pick<WordIndex, "texts">, query: string): Hit[] {
  const wanted = query.split(/\s+/u).map(plain).filter(Boolean);
  if (wanted.length === 0) return [];
  const said = plainOf(index.texts);
  const hits: Hit[] = [];
  for (let first = 0; first + wanted.length <= said.length; first += 1) {
    if (wanted.every((word, offset) => fits(said[first + offset] ?? "", word, offset, wanted.length))) {
      hits.push({ first, last: first + wanted.length - 1 });
    }
  }
  return hits;
}

function fits(said: string, wanted: string, offset: number, count: number): boolean {
  if (count === 1) return said.includes(wanted);
  if (offset === 0) return said.endsWith(wanted);
  return offset === count - 1 ? said.startsWith(wanted) : said === wanted;
}
