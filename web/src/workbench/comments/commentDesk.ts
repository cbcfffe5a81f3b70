import { createContext, type RefObject, useCallback, useMemo, useState } from "react";

import type { ThreadOut } from "../../api";
import type { Span } from "../playback/position";
import type { TranscriptHandle } from "../transcript/TranscriptPanel";
import type { Transcript } from "../types";
import type { Sound } from "../useSound";
import { type Pin, samePlace, threadsByTurn, wordsMarked } from "./pins";
import { type Deed, useDeed, useThreads } from "./queries";

/** What the workbench knows of comments. It reaches the transcript's turns past the transcript, as their tone does. */
export interface CommentDesk {
  callId: string;
  threads: readonly ThreadOut[];
  byTurn: ReadonlyMap<number, ThreadOut[]>;
  writable: boolean;
  shareable: boolean;
  /** The thread that is looked at, and how often somebody asked to look at one. */
  openId: string | null;
  looks: number;
  /** Where a new comment will stand, while one is written. */
  pin: Pin | null;
  open: (threadId: string) => void;
  /** Begins a comment there, or where the person is: at the marked words, the marked stretch or the present moment. */
  begin: (pin?: Pin) => void;
  leave: () => void;
  act: (deed: Deed, done?: (thread: ThreadOut) => void) => void;
  busy: boolean;
  /** Plays what a thread is about and shows its words. */
  go: (span: Span) => void;
}

/** Null where nobody writes comments, and until they are known. */
export const CommentDeskContext = createContext<CommentDesk | null>(null);

interface Around {
  transcript: Transcript;
  sound: Sound;
  reader: RefObject<TranscriptHandle | null>;
}

export function useCommentDesk(callId: string, { transcript, sound, reader }: Around): CommentDesk | null {
  const known = useThreads(callId);
  const deed = useDeed(callId);
  const [{ openId, looks }, setLook] = useState(() => ({
    openId: new URLSearchParams(window.location.search).get("thread"),
    looks: 0,
  }));
  const [pin, setPin] = useState<Pin | null>(null);
  const { player, hear, words } = sound;
  const { mutate, isPending } = deed;

  const open = useCallback((threadId: string) => {
    setLook((before) => ({ openId: threadId, looks: before.looks + 1 }));
  }, []);
  const go = useCallback(
    (span: Span) => {
      if (span.end_ms > span.start_ms) hear(span);
      else {
        player.seek(span.start_ms);
        reader.current?.show({ start_ms: span.start_ms, end_ms: span.start_ms + 1 });
      }
    },
    [hear, player, reader],
  );
  const begin = useCallback(
    (wanted?: Pin) => {
      const place = wanted ?? marked(transcript, words.index) ?? { kind: "time" as const, span: here(player) };
      setPin((before) => (samePlace(before, place) ? before : place));
    },
    [transcript, words, player],
  );
  const leave = useCallback(() => {
    setPin(null);
  }, []);
  const act = useCallback(
    (wish: Deed, done?: (thread: ThreadOut) => void) => {
      mutate(wish, {
        onSuccess: (thread) => {
          open(thread.id);
          done?.(thread);
        },
      });
    },
    [mutate, open],
  );
  return useMemo(() => {
    if (known === null) return null;
    const { threads, writable, shareable } = known;
    const unresolved = threads.filter((thread) => thread.resolved_at === null);
    const byTurn = threadsByTurn(unresolved, transcript.turns);
    const acts = { open, begin, leave, act, go };
    return { callId, threads, byTurn, writable, shareable, openId, looks, pin, busy: isPending, ...acts };
  }, [callId, known, transcript, openId, looks, pin, open, begin, leave, act, isPending, go]);
}

/** The words that are marked in the transcript now, as a place. */
function marked(
  transcript: Transcript,
  index: { starts: readonly number[]; ends: readonly number[] },
): Pin | null {
  const root = document.querySelector('[data-testid="transcript"]');
  const selection = window.getSelection();
  const found = root && wordsMarked(root, selection);
  const start = found && index.starts[found.first];
  const end = found && index.ends[found.last];
  if (!found || start == null || end == null) return null;
  const text = transcript.turns
    .flatMap((turn) => turn.words)
    .slice(found.first, found.last + 1)
    .map((word) => word.text.trim())
    .join(" ");
  return { kind: "words", span: { start_ms: start, end_ms: end }, revision: transcript.revision, ...found, text };
}

/** The stretch that is marked on the waveform, or the moment that is heard. */
function here(player: Sound["player"]): Span {
  const now = Math.round(player.positionMs);
  return player.getState().span ?? { start_ms: now, end_ms: now };
}
