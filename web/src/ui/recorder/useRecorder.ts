import { useCallback, useEffect, useRef, useState } from "react";

import {
  hasMicrophone,
  type LevelMeter,
  meterOf,
  openMicrophone,
  recordingFormat,
  type RecorderTrouble,
  troubleOf,
} from "./microphone";

export type RecorderState = "idle" | "asking" | "recording";

interface Wanted {
  maxSeconds: number;
  onRecorded: (sound: Blob, mime: string) => void;
}

/** Quieter than this through a whole recording, and nothing was said into the microphone. */
const HEARD_SHARE = 0.2;
const LOOK_EVERY_MS = 80;

interface Taking {
  recorder: MediaRecorder;
  stream: MediaStream;
  meter: LevelMeter;
  timer: number;
  loudest: number;
  /** What is recorded so far; thrown away where the person cancels. */
  parts: Blob[];
  wanted: boolean;
}

/** Records one take from the microphone: at most `maxSeconds`, handed over when it is stopped, forgotten when cancelled. */
export function useRecorder({ maxSeconds, onRecorded }: Wanted) {
  const [state, setState] = useState<RecorderState>("idle");
  const [trouble, setTrouble] = useState<RecorderTrouble | null>(null);
  const [elapsedMs, setElapsedMs] = useState(0);
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  const taking = useRef<Taking | null>(null);
  const gone = useRef(false);
  const hand = useRef(onRecorded);
  useEffect(() => {
    hand.current = onRecorded;
  }, [onRecorded]);

  const end = useCallback((wanted: boolean) => {
    const taken = taking.current;
    if (taken === null || taken.recorder.state === "inactive") return;
    taken.wanted = wanted;
    taken.recorder.stop();
  }, []);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      end(false);
    };
  }, [end]);

  const begin = useCallback(async () => {
    if (taking.current !== null) return;
    const format = recordingFormat();
    setTrouble(null);
    if (format === null || !hasMicrophone()) {
      setTrouble("unsupported");
      return;
    }
    setState("asking");
    let stream: MediaStream;
    try {
      stream = await openMicrophone();
    } catch (error) {
      setState("idle");
      setTrouble(troubleOf(error));
      return;
    }
    // Whoever left the page, or asked twice, has no use for the microphone any more.
    if (gone.current) {
      release(stream);
      return;
    }
    const recorder = new MediaRecorder(stream, { mimeType: format });
    const meter = meterOf(stream);
    const since = performance.now();
    const taken: Taking = { recorder, stream, meter, timer: 0, loudest: 0, parts: [], wanted: true };
    taken.timer = window.setInterval(() => {
      const share = meter.now();
      const elapsed = performance.now() - since;
      taken.loudest = Math.max(taken.loudest, share);
      setLevel(share);
      setHeard(taken.loudest >= HEARD_SHARE);
      setElapsedMs(elapsed);
      if (elapsed >= maxSeconds * 1000) end(true);
    }, LOOK_EVERY_MS);
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) taken.parts.push(data);
    };
    recorder.onerror = () => {
      setTrouble("failed");
      end(false);
    };
    stream.getAudioTracks()[0]?.addEventListener("ended", () => {
      setTrouble("lost");
      end(false);
    });
    recorder.onstop = () => {
      window.clearInterval(taken.timer);
      meter.stop();
      release(stream);
      taking.current = null;
      if (gone.current) return;
      setState("idle");
      setLevel(0);
      if (!taken.wanted) return;
      const sound = new Blob(taken.parts, { type: format });
      if (sound.size === 0) setTrouble("empty");
      else if (taken.loudest < HEARD_SHARE) setTrouble("silent");
      else hand.current(sound, format);
    };
    taking.current = taken;
    setElapsedMs(0);
    setHeard(false);
    setState("recording");
    recorder.start();
  }, [end, maxSeconds]);

  const finish = useCallback(() => {
    end(true);
  }, [end]);
  const cancel = useCallback(() => {
    end(false);
  }, [end]);
  return { state, trouble, elapsedMs, level, heard, begin, finish, cancel };
}

/** The browser's sign that it is being listened goes out. */
function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
