import { createContext, useMemo } from "react";

import type { Correction, Findings, ToneMark } from "../types";
import type { ToneWish } from "./findings";

/** What the transcript's turns know of their tone. It reaches them past the transcript, which is rendered only once. */
export interface ToneDesk {
  marks: ReadonlyMap<number, ToneMark>;
  corrections: ReadonlyMap<number, Correction>;
  correct: (wish: ToneWish) => void;
}

/** Null for those who are shown no marks, as agents are. */
export const ToneDeskContext = createContext<ToneDesk | null>(null);

export function useToneDesk(findings: Findings | null, correct: (wish: ToneWish) => void): ToneDesk | null {
  return useMemo(() => {
    if (!findings?.tone) return null;
    return {
      marks: new Map(findings.tone.marks.map((mark) => [mark.turn, mark])),
      corrections: new Map((findings.corrections ?? []).map((one) => [one.turn, one])),
      correct,
    };
  }, [findings, correct]);
}
