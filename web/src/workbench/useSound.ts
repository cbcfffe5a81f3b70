import { type RefObject, useCallback, useEffect, useMemo, useState } from "react";

import type { Player } from "./playback/player";
import { usePlayer } from "./playback/usePlayer";
import type { Span } from "./playback/position";
import type { TranscriptHandle } from "./transcript/TranscriptPanel";
import { useSearch, useWords } from "./transcript/useWordLights";
import { momentIn } from "./time";
import type { Evaluation, Peaks, Transcript } from "./types";
import { callMarks, evidenceMarks, type Mark } from "./waveform/marks";
import { wholeCall, zoomAround, type View } from "./waveform/scale";

/** Everything about hearing and reading one call that both benches share. */
export function useSound(
  { evaluation, transcript, peaks }: { evaluation: Pick<Evaluation, "call">; transcript: Transcript; peaks: Peaks | null },
  readerRef: RefObject<TranscriptHandle | null>,
) {
  const duration = peaks?.duration_ms ?? transcript.duration_ms;
  const player = usePlayer(evaluation.call.id, duration, peaks?.channels.length ?? 1);
  const words = useWords(transcript);
  const search = useSearch(words);
  const [view, setView] = useState<View>(() => wholeCall(duration));
  useMomentOfAddress(player);

  /** Plays exactly this stretch and shows its words. */
  const hear = useCallback(
    (span: Span) => {
      player.playSpan({ start_ms: span.start_ms, end_ms: span.end_ms });
      readerRef.current?.show(span);
    },
    [player, readerRef],
  );
  const zoom = useCallback(
    (factor: number) => {
      setView((seen) => {
        if (!Number.isFinite(factor)) return wholeCall(duration);
        const here = player.positionMs;
        const inSight = here >= seen.startMs && here <= seen.startMs + seen.lengthMs;
        return zoomAround(seen, inSight ? here : seen.startMs + seen.lengthMs / 2, factor, duration);
      });
    },
    [player, duration],
  );
  const hits = useMemo(() => hitMarks(words.index.starts, words.index.ends, search.hits), [words, search.hits]);
  return { player, words, search, view, setView, hear, zoom, zoomed: view.lengthMs < duration, hits };
}

export type Sound = ReturnType<typeof useSound>;

/** The marks of the call itself and, for those who review, of the machine's evidence. */
export function useMarks(transcript: Transcript, sections: Evaluation["sections"] | null, hits: readonly Mark[]): Mark[] {
  return useMemo(
    () => [...callMarks(transcript), ...(sections ? evidenceMarks(sections) : []), ...hits],
    [transcript, sections, hits],
  );
}

function hitMarks(
  starts: readonly number[],
  ends: readonly number[],
  hits: readonly { first: number; last: number }[],
): Mark[] {
  return hits.map((hit) => ({ kind: "hit", startMs: starts[hit.first] ?? 0, endMs: ends[hit.last] ?? 0 }));
}

/** Goes to the moment that the address names, once. */
function useMomentOfAddress(player: Player): void {
  useEffect(() => {
    const asked = momentIn(window.location.search);
    if (asked !== null) player.seek(asked);
  }, [player]);
}
