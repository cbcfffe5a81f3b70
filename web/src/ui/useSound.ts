import { useCallback, useEffect, useRef, useState } from "react";

export type SoundState = "silent" | "coming" | "playing" | "paused" | "failed";

/** Only one moment sounds at a time: whoever begins quiets the one before. */
let quietTheOther: (() => void) | null = null;

/** The sound of one moment, known by its `name`: fetched when somebody wants to hear it, forgotten when they leave. */
export function useSound(name: string, fetch: () => Promise<Blob | File>) {
  const [state, setState] = useState<SoundState>("silent");
  const player = useRef<HTMLAudioElement | null>(null);
  const address = useRef<string | null>(null);
  const gone = useRef(false);

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
  }, [name, pause]);

  const begin = useCallback(
    async (audio: HTMLAudioElement) => {
      if (quietTheOther !== pause) quietTheOther?.();
      quietTheOther = pause;
      await audio.play();
    },
    [pause],
  );

  const toggle = async () => {
    try {
      if (player.current !== null) {
        if (player.current.paused) await begin(player.current);
        else player.current.pause();
        return;
      }
      setState("coming");
      const sound = await fetch();
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
      player.current = audio;
      await begin(audio);
    } catch {
      if (!gone.current) setState("failed");
    }
  };

  return { state, toggle };
}
