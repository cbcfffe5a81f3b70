const MODEL = /(\S+)@[0-9a-f]+/g;

/** The models in what the server says of its engines ("silero-vad-v6 · whisper-base"), without how they were set. */
export function modelsOf(engine: string): string {
  const names = Array.from(engine.matchAll(MODEL), ([, name]) => name);
  return names.length > 0 ? names.join(" · ") : engine;
}
