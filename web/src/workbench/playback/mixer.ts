/** Muting one voice of a two-channel recording with Web Audio. Made only when somebody first asks for it. */
import type { Mix } from "./mix";

export class ChannelMixer {
  private readonly context: AudioContext;
  private readonly gains: readonly (readonly [GainNode, GainNode])[];

  /** Takes over where `audio` sounds; an element can be taken over once in its life. */
  constructor(audio: HTMLMediaElement, channels: number) {
    this.context = new AudioContext();
    const splitter = this.context.createChannelSplitter(channels);
    const merger = this.context.createChannelMerger(2);
    this.context.createMediaElementSource(audio).connect(splitter);
    this.gains = Array.from({ length: channels }, (_, channel): [GainNode, GainNode] => {
      const ear = (side: number): GainNode => {
        const gain = this.context.createGain();
        splitter.connect(gain, channel);
        gain.connect(merger, 0, side);
        return gain;
      };
      return [ear(0), ear(1)];
    });
    merger.connect(this.context.destination);
  }

  /** Changes over a few milliseconds, because a jump would click. */
  apply(mix: Mix): void {
    const now = this.context.currentTime;
    this.gains.forEach(([left, right], channel) => {
      const [toLeft, toRight] = mix[channel] ?? [0, 0];
      left.gain.setTargetAtTime(toLeft, now, 0.015);
      right.gain.setTargetAtTime(toRight, now, 0.015);
    });
    void this.context.resume();
  }

  close(): void {
    void this.context.close();
  }

  static get possible(): boolean {
    return typeof AudioContext !== "undefined";
  }
}
