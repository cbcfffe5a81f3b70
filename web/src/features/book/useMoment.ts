import { useCallback, useEffect, useRef, useState } from "react";

import { ask, audioAddress } from "../../api";

export type MomentState = "silent" | "coming" | "playing" | "failed";

interface Span {
  callId: string;
  startMs: number;
  endMs: number;
}

/** A little before the first word and after the last, because recognisers are off at either end. */
const AROUND_MS = 400;

/** Only one moment sounds at a time: whoever begins quiets the one before. */
let quietTheOther: (() => void) | null = null;

/** A stretch of a call, heard where it is told of: from the call's own playback, in which numbers are beeped out. */
export function useMoment({ callId, startMs, endMs }: Span) {
  const [state, setState] = useState<MomentState>("silent");
  const player = useRef<HTMLAudioElement | null>(null);
  const gone = useRef(false);

  const quiet = useCallback(() => {
    player.current?.pause();
    player.current = null;
    if (!gone.current) setState("silent");
  }, []);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      quiet();
      if (quietTheOther === quiet) quietTheOther = null;
    };
  }, [quiet]);

  const toggle = useCallback(async () => {
    if (player.current) {
      quiet();
      return;
    }
    if (quietTheOther !== quiet) quietTheOther?.();
    quietTheOther = quiet;
    setState("coming");
    try {
      const { url } = await ask(audioAddress({ path: { call_id: callId } }));
      if (gone.current) return;
      const audio = new Audio(url);
      player.current = audio;
      audio.onloadedmetadata = () => {
        audio.currentTime = Math.max(0, startMs - AROUND_MS) / 1000;
      };
      audio.ontimeupdate = () => {
        if (audio.currentTime * 1000 >= endMs + AROUND_MS) quiet();
      };
      audio.onended = quiet;
      await audio.play();
      if (player.current === audio) setState("playing");
    } catch {
      // A moment that was quieted before it began has not failed.
      if (!gone.current && player.current !== null) setState("failed");
      player.current = null;
    }
  }, [callId, startMs, endMs, quiet]);

  return { state, toggle };
}
