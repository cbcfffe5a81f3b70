/** How two voices reach two ears. Pure: what is muted in, gains out. */

/** `gains[channel]` is [to the left ear, to the right ear]. */
export type Mix = readonly (readonly [number, number])[];

/**
 * With every voice on, each keeps its own side as recorded. A voice left alone is given to both ears:
 * listening to one ear for an hour is tiring.
 */
export function mixFor(muted: readonly boolean[]): Mix {
  const heard = muted.filter((off) => !off).length;
  return muted.map((off, channel): [number, number] => {
    if (off) return [0, 0];
    if (heard === 1) return [1, 1];
    return channel === 0 ? [1, 0] : [0, 1];
  });
}

/** Soloing a voice silences the others; soloing it again brings them back. */
export function solo(muted: readonly boolean[], channel: number): boolean[] {
  const alone = muted.every((off, other) => off === (other !== channel));
  return muted.map((_, other) => (alone ? false : other !== channel));
}

export function toggleMute(muted: readonly boolean[], channel: number): boolean[] {
  return muted.map((off, other) => (other === channel ? !off : off));
}
