import { useEffect, useMemo, useRef, useState, type RefObject } from "react";

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

/** Searching the transcript: what is asked, what was found, which of it is looked at. */
export function useSearch(words: Words): Search {
  const [query, setQuery] = useState("");
  const [current, setCurrent] = useState(0);
  const hits = useMemo(() => findHits(words.index, query), [words, query]);
  return useMemo(
    () => ({
      query,
      hits,
      current,
      setQuery: (asked) => {
        setQuery(asked);
        setCurrent(0);
      },
      step: (by) => {
        if (hits.length > 0) setCurrent((seen) => (seen + by + hits.length) % hits.length);
      },
    }),
    [query, hits, current],
  );
}
