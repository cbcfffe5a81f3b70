/** Plays a sound that has no address and is kept nowhere. Returns how to stop it; `onEnd` is told of either end. */
export async function playOnce(sound: Blob, onEnd: () => void): Promise<() => void> {
  const context = new AudioContext();
  try {
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(await sound.arrayBuffer());
    source.connect(context.destination);
    source.addEventListener("ended", () => {
      void context.close();
      onEnd();
    });
    source.start();
    return () => {
      source.stop();
    };
  } catch (problem) {
    void context.close();
    throw problem;
  }
}
