import { useCallback, useEffect, useRef, useState } from "react";

export type SoundState = "silent" | "coming" | "playing" | "paused" | "failed";

/** A part of a sound, in milliseconds. */
export interface Part {
  startMs: number;
  endMs: number;
}

/** Only one sound is heard at a time: whoever begins quiets the one before. */
let quietTheOther: (() => void) | null = null;

/**
 * A sound that is fetched when somebody wants to hear it, and forgotten when they leave.
 *
 * @param fetched brings the sound; what it brings is kept as long as `key` stays the same
 * @param part only this part is played; the whole, if there is none
 */
export function useSound(key: string, fetched: () => Promise<Blob>, part: Part | null = null) {
  const [state, setState] = useState<SoundState>("silent");
  const player = useRef<HTMLAudioElement | null>(null);
  const address = useRef<string | null>(null);
  const gone = useRef(false);
  const bring = useRef(fetched);
  const played = useRef(part);
  useEffect(() => {
    bring.current = fetched;
    played.current = part;
  }, [fetched, part]);

  const pause = useCallback(() => {
    player.current?.pause();
  }, []);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      player.current?.pause();
      if (address.current !== null) URL.revokeObjectURL(address.current);
      player.current = null;
      address.current = null;
      if (quietTheOther === pause) quietTheOther = null;
    };
  }, [key, pause]);

  const begin = useCallback(
    async (audio: HTMLAudioElement) => {
      if (quietTheOther !== pause) quietTheOther?.();
      quietTheOther = pause;
      const only = played.current;
      const seconds = audio.currentTime;
      if (only !== null && (seconds < only.startMs / 1000 || seconds >= only.endMs / 1000)) {
        audio.currentTime = only.startMs / 1000;
      }
      await audio.play();
    },
    [pause],
  );

  const toggle = useCallback(async () => {
    try {
      if (player.current !== null) {
        if (player.current.paused) await begin(player.current);
        else player.current.pause();
        return;
      }
      setState("coming");
      const sound = await bring.current();
      if (gone.current) return;
      address.current = URL.createObjectURL(sound);
      const audio = new Audio(address.current);
      audio.onplay = () => {
        setState("playing");
      };
      audio.onpause = () => {
        setState("paused");
      };
      audio.onended = () => {
        setState("silent");
      };
      audio.ontimeupdate = () => {
        const only = played.current;
        if (only !== null && audio.currentTime >= only.endMs / 1000) audio.pause();
      };
      player.current = audio;
      await begin(audio);
    } catch {
      if (!gone.current) setState("failed");
    }
  }, [begin]);

  return { state, toggle };
}
