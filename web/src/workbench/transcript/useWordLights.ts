import { useEffect, useMemo, useRef, useState, type RefObject } from "react";

import { type Place, placeIn } from "../address";
import type { Span } from "../playback/position";
import type { Transcript } from "../types";
import { WordLights } from "./lighting";
import type { Search } from "./TranscriptPanel";
import { findHits } from "./search";
import { indexWords, timeOrder, wordAt, wordsIn, type WordIndex } from "./words";

/** The transcript's words, ready to be asked by time. */
export interface Words {
  index: WordIndex;
  at: (ms: number) => number;
  within: (span: Span) => number[];
}

export function useWords(transcript: Transcript | undefined): Words {
  return useMemo(() => {
    const index = indexWords(transcript ?? { turns: [] });
    const time = timeOrder(index);
    return { index, at: (ms) => wordAt(index, time, ms), within: (span) => wordsIn(index, time, span) };
  }, [transcript]);
}

/** The lights over the words inside `root`, made anew when another transcript is shown. */
export function useWordLights(
  root: RefObject<HTMLElement | null>,
  transcript: Transcript,
): RefObject<WordLights | null> {
  const lights = useRef<WordLights | null>(null);
  useEffect(() => {
    if (!root.current) return;
    const made = new WordLights(root.current);
    lights.current = made;
    return () => {
      made.dispose();
      lights.current = null;
    };
  }, [root, transcript]);
  return lights;
}

/** Words are placed roughly, and players land a little beside where they were sent. */
const NEAR_MS = 500;

/** Which of the hits an address means that names a moment as well. */
function hitNear(index: WordIndex, { find, ms }: Place): number {
  if (ms === null) return 0;
  return Math.max(0, findHits(index, find).findIndex((hit) => (index.starts[hit.first] ?? 0) >= ms - NEAR_MS));
}

/** Searching the transcript: what is asked, what was found, which of it is looked at. */
export function useSearch(words: Words): Search {
  const [asked] = useState(() => placeIn(window.location.search));
  const [query, setQuery] = useState(asked.find);
  const [current, setCurrent] = useState(() => hitNear(words.index, asked));
  const hits = useMemo(() => findHits(words.index, query), [words, query]);
  return useMemo(
    () => ({
      query,
      hits,
      current,
      setQuery: (wanted) => {
        setQuery(wanted);
        setCurrent(0);
      },
      step: (by) => {
        if (hits.length > 0) setCurrent((seen) => (seen + by + hits.length) % hits.length);
      },
    }),
    [query, hits, current],
  );
}
