/** The microphone as the browser gives it, and the words for when it does not. */

/** Why nothing can be recorded; each has its sentence in the locale files. */
export type RecorderTrouble = "unsupported" | "denied" | "missing" | "taken" | "lost" | "failed" | "silent" | "empty";

/** What the server reads, the best first: Chromium and Firefox write the first, Safari the next. */
const FORMATS = ["audio/webm;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/ogg;codecs=opus", "audio/mp4"] as const;

/** The first format that this browser writes and the server reads; null where it can write none. */
export function recordingFormat(): string | null {
  if (typeof MediaRecorder === "undefined") return null;
  return FORMATS.find((format) => MediaRecorder.isTypeSupported(format)) ?? null;
}

/** Which sentence tells a person why the microphone cannot be used. */
export function troubleOf(error: unknown): RecorderTrouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "taken";
  return "failed";
}

/** One speaker, near the microphone. Rejects with what `troubleOf` understands. */
export async function openMicrophone(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
}

/** False on a page that was opened without TLS from another machine: there the browser has no microphone to give. */
export function hasMicrophone(): boolean {
  // Undefined where the page is not in a secure context, whatever the types say.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  return typeof devices?.getUserMedia === "function" && recordingFormat() !== null;
}

export interface LevelMeter {
  /** The loudness of the last moment as a share of 0..1: what is spoken near a microphone fills about half. */
  now: () => number;
  stop: () => void;
}

const FLOOR_DB = -60;

/** Measures how loud the stream is. */
export function meterOf(stream: MediaStream): LevelMeter {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    now: () => {
      analyser.getFloatTimeDomainData(samples);
      return shareOf(samples);
    },
    stop: () => {
      void context.close();
    },
  };
}

/** The root mean square of samples of −1..1 on a scale of decibels, from −60 dB (0) to full (1). */
export function shareOf(samples: Float32Array): number {
  let squares = 0;
  for (const sample of samples) squares += sample * sample;
  const loudness = Math.sqrt(squares / Math.max(1, samples.length));
  if (loudness === 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(loudness)) / FLOOR_DB));
}
