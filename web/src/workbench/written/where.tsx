/**
 * Where in a conversation something stands, as people are told it. In a call that is a time. A written conversation has
 * none of its own: its places count letters, so they are told as the number of the message.
 */
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { clock } from "../time";
import type { Transcript } from "../types";

interface Where {
  written: boolean;
  /** The words for a place. */
  at: (ms: number) => string;
  /** The day of the first message: only what was sent on another one says its own. */
  day: string | null;
}

const IN_TIME: Where = { written: false, at: (ms) => clock(ms), day: null };
const WhereContext = createContext<Where>(IN_TIME);

/** Around everything that tells of places in this transcript. */
export function WhereIn({ transcript, children }: { transcript: Transcript; children: ReactNode }) {
  const { t } = useTranslation("written");
  const where = useMemo<Where>(
    () =>
      transcript.written
        ? {
            written: true,
            at: (ms) => t("message", { number: messageAt(transcript, ms) }),
            day: dayOf(transcript.turns.find((turn) => turn.sent_at)?.sent_at),
          }
        : IN_TIME,
    [transcript, t],
  );
  return <WhereContext value={where}>{children}</WhereContext>;
}

export function useWhere(): Where {
  return useContext(WhereContext);
}

/** The day of a moment where the reader is. */
export function dayOf(moment: string | null | undefined): string | null {
  return moment ? new Date(moment).toDateString() : null;
}

/** The number of the message in which the place lies, from 1 on. */
export function messageAt({ turns }: Pick<Transcript, "turns">, ms: number): number {
  return Math.max(1, turns.findLastIndex((turn) => turn.start_ms <= ms) + 1);
}
