import { replaceEqualDeep } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";

import { usePlayer } from "./playback/usePlayer";
import { quietBetween, type Span } from "./playback/position";
import type { TranscriptHandle } from "./transcript/TranscriptPanel";
import { useSearch, useWords } from "./transcript/useWordLights";
import type { Evaluation, Peaks, Transcript } from "./types";
import { callMarks, evidenceMarks, type Mark } from "./waveform/marks";
import { Lens } from "./waveform/lens";

/** Everything about hearing and reading one call that both benches share. */
export function useSound(
  { evaluation, transcript, peaks }: { evaluation: Pick<Evaluation, "call">; transcript: Transcript; peaks: Peaks | null },
  readerRef: RefObject<TranscriptHandle | null>,
) {
  const duration = peaks?.duration_ms ?? transcript.duration_ms;
  const player = usePlayer(transcript.written ? null : evaluation.call.id, duration, peaks?.channels.length ?? 1);
  const words = useWords(transcript);
  const search = useSearch(words);
  const [lens] = useState(() => new Lens(duration));
  useEffect(() => {
    player.setQuiet(quietBetween(transcript.turns, duration));
  }, [player, transcript, duration]);

  const written = transcript.written ?? false;
  const silent = evaluation.call.simulated === true;
  /** Plays exactly this stretch and shows its words; of a call without a recording, shows its words. */
  const hear = useCallback(
    (span: Span) => {
      if (written || silent) player.seek(span.start_ms);
      else player.playSpan({ start_ms: span.start_ms, end_ms: span.end_ms });
      readerRef.current?.show(span);
    },
    [player, readerRef, written, silent],
  );
  const seek = useCallback(
    (ms: number) => {
      player.seek(ms);
      if (written) readerRef.current?.show({ start_ms: ms, end_ms: ms + 1 });
    },
    [player, readerRef, written],
  );
  const hits = useMemo(() => hitMarks(words.index.starts, words.index.ends, search.hits), [words, search.hits]);
  const board = useMemo(() => ({ player, lens, hear, hits, silent }), [player, lens, hear, hits, silent]);
  return { player, words, search, lens, hear, seek, board };
}

export type Sound = ReturnType<typeof useSound>;
/** What the waveform and its controls need of it; the same object as long as it is the same. */
export type Board = Sound["board"];

/**
 * The marks of the call itself and, for those who review, of the machine's evidence. The same array as long as they are
 * the same marks, whatever people answer: hundreds of them stand on the waveform of a long call.
 */
export function useMarks(transcript: Transcript, sections: Evaluation["sections"] | null): readonly Mark[] {
  const now = useMemo(
    () => [...callMarks(transcript), ...(sections ? evidenceMarks(sections) : [])],
    [transcript, sections],
  );
  const [kept, keep] = useState(now);
  const same = replaceEqualDeep(kept, now);
  if (same !== kept) keep(same);
  return same;
}

function hitMarks(
  starts: readonly number[],
  ends: readonly number[],
  hits: readonly { first: number; last: number }[],
): Mark[] {
  return hits.map((hit) => ({ kind: "hit", startMs: starts[hit.first] ?? 0, endMs: ends[hit.last] ?? 0 }));
}
