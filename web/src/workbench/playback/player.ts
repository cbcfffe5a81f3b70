/**
 * One call's sound: an audio element, the signed address that feeds it, and where to stop.
 *
 * Framework-free. React listens to `subscribe` for what is rarely new (playing, speed, problem); whoever follows time
 * listens to `onTick`, which runs every frame and must never cause a React render.
 */
import type { AudioAddress } from "../../api";
import { mixFor, solo, toggleMute } from "./mix";
import { ChannelMixer } from "./mixer";
import type { Span } from "./position";
import { beyondQuiet, clampTime, resumeAt, spanStep, spanWithEnd, speedFrom } from "./position";

export interface PlayerState {
  playing: boolean;
  speed: number;
  /** One flag a channel of the recording. */
  muted: readonly boolean[];
  /** The stretch that alone is played, e.g. an evidence chip's or a selection on the waveform. */
  span: Span | null;
  loop: boolean;
  /** Stretches in which nobody speaks are passed over. */
  skipping: boolean;
  /** The sound cannot be had; the transcript is still useful without it. */
  unavailable: boolean;
}

export interface PlayerOptions {
  durationMs: number;
  channels: number;
  sign: () => Promise<AudioAddress>;
  makeAudio?: () => HTMLAudioElement;
}

const SPEED_KEY = "mashov.speed";
const SKIP_KEY = "mashov.skip-silence";
/** An address about to run out is renewed before playing rather than in the middle of a sentence. */
const RENEW_BEFORE_MS = 10_000;
const MOST_FAILURES = 3;

export class Player {
  private readonly options: PlayerOptions;
  private audio: HTMLAudioElement | null = null;
  private mixer: ChannelMixer | null = null;
  private listening = new AbortController();
  private loading: Promise<void> | null = null;
  private expiresAt = 0;
  private failures = 0;
  private wantsToPlay = false;
  private pausedAt: number | null = null;
  /** A position asked for while the sound was not there yet. */
  private awaitedMs: number | null = 0;
  private frame = 0;
  private quiet: readonly Span[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly tickers = new Set<(ms: number) => void>();
  private state: PlayerState;

  constructor(options: PlayerOptions) {
    this.options = options;
    this.state = {
      playing: false,
      speed: speedFrom(recall(SPEED_KEY)),
      muted: Array.from({ length: options.channels }, () => false),
      span: null,
      loop: false,
      skipping: recall(SKIP_KEY) === "on",
      unavailable: false,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly getState = (): PlayerState => this.state;

  /** Calls `ticker` every frame while playing and once after each seek. Returns how to stop. */
  onTick(ticker: (ms: number) => void): () => void {
    this.tickers.add(ticker);
    return () => {
      this.tickers.delete(ticker);
    };
  }

  /** Makes the audio element and fetches its address; `close` undoes all of it, and `open` may follow again. */
  open(): void {
    this.listening = new AbortController();
    const audio = this.options.makeAudio?.() ?? new Audio();
    audio.preload = "metadata";
    this.audio = audio;
    const on = (type: string, act: () => void): void => {
      audio.addEventListener(type, act, { signal: this.listening.signal });
    };
    on("loadedmetadata", () => {
      this.settle();
    });
    on("playing", () => {
      this.failures = 0;
      this.show({ playing: true, unavailable: false });
      this.run();
    });
    on("pause", () => {
      // An old event: it plays again already.
      if (!audio.paused) return;
      // The browser did it, as when headphones are taken off. Whoever wants to go on presses once, not twice.
      if (this.wantsToPlay) this.pause();
      else this.show({ playing: false });
    });
    on("ended", () => {
      this.wantsToPlay = false;
      this.show({ playing: false, span: null });
      this.tick();
    });
    // Frames stop in a hidden tab; the end of a span must still be kept there.
    on("timeupdate", () => {
      this.tick();
    });
    on("waiting", () => {
      if (this.isExpired()) this.fail();
    });
    on("error", () => {
      this.fail();
    });
    void this.load().catch(() => undefined);
  }

  close(): void {
    this.listening.abort();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.awaitedMs = this.positionMs;
    this.wantsToPlay = false;
    this.mixer?.close();
    this.mixer = null;
    if (this.audio) {
      this.audio.pause();
      this.audio.removeAttribute("src");
      this.audio.load();
    }
    this.audio = null;
    this.loading = null;
    this.expiresAt = 0;
    this.show({ playing: false });
  }

  get positionMs(): number {
    return this.awaitedMs ?? (this.audio?.currentTime ?? 0) * 1000;
  }

  get durationMs(): number {
    return this.options.durationMs;
  }

  toggle(): void {
    if (this.state.playing || this.wantsToPlay) this.pause();
    else this.resume();
  }

  pause(): void {
    this.wantsToPlay = false;
    this.audio?.pause();
    this.pausedAt = this.positionMs;
    this.show({ playing: false });
  }

  /** Plays on, a little before where it was paused. At the end it starts over. */
  resume(): void {
    const atEnd = this.positionMs >= this.durationMs - 50;
    const from = atEnd ? 0 : resumeAt(this.positionMs, this.pausedAt);
    const within = this.state.span;
    this.move(within ? Math.max(within.start_ms, Math.min(from, within.end_ms - 1)) : from);
    this.start();
  }

  /** Plays exactly this stretch and stops at its end. */
  playSpan(span: Span): void {
    this.show({ span, loop: false });
    this.move(span.start_ms);
    this.start();
  }

  /** Marks a stretch to be played alone, without starting. Null plays everything again. */
  select(span: Span | null): void {
    this.show({ span, loop: span !== null && this.state.loop });
    if (span) this.move(span.start_ms);
  }

  toggleLoop(): void {
    if (this.state.span) this.show({ loop: !this.state.loop });
  }

  /** Going to a moment outside the stretch that is played alone ends playing it alone. */
  seek(ms: number): void {
    const { span } = this.state;
    const target = clampTime(ms, this.durationMs);
    if (span && (target < span.start_ms || target >= span.end_ms)) this.show({ span: null, loop: false });
    this.move(target);
  }

  nudge(byMs: number): void {
    this.seek(this.positionMs + byMs);
  }

  setSpeed(speed: number): void {
    remember(SPEED_KEY, String(speed));
    this.show({ speed });
    this.applySpeed();
  }

  /** Which stretches hold no words, in order. */
  setQuiet(quiet: readonly Span[]): void {
    this.quiet = quiet;
  }

  /** Passes over them from now on, or no longer; remembered. */
  toggleSkipping(): void {
    const skipping = !this.state.skipping;
    remember(SKIP_KEY, skipping ? "on" : "off");
    this.show({ skipping });
  }

  /** Moves one end of the marked stretch to where it plays now. */
  markEnd(end: "start" | "end"): void {
    const span = spanWithEnd(this.state.span, end, this.positionMs, this.durationMs);
    this.show({ span });
    // Whoever has marked the end wants to hear what lies before it.
    if (end === "end") this.move(span.start_ms);
  }

  get canMute(): boolean {
    return this.options.channels > 1 && ChannelMixer.possible;
  }

  mute(channel: number): void {
    this.mix(toggleMute(this.state.muted, channel));
  }

  solo(channel: number): void {
    this.mix(solo(this.state.muted, channel));
  }

  /** Tries again after the sound could not be had. */
  retry(): void {
    this.failures = 0;
    this.show({ unavailable: false });
    void this.load().catch(() => undefined);
  }

  private mix(muted: readonly boolean[]): void {
    if (!this.canMute || !this.audio) return;
    this.mixer ??= new ChannelMixer(this.audio, this.options.channels);
    this.mixer.apply(mixFor(muted));
    this.show({ muted });
  }

  private move(ms: number): void {
    const target = clampTime(ms, this.durationMs);
    this.pausedAt = null;
    if (this.audio && this.audio.readyState >= 1) {
      this.audio.currentTime = target / 1000;
      this.awaitedMs = null;
    } else {
      this.awaitedMs = target;
    }
    for (const ticker of this.tickers) ticker(target);
  }

  private start(): void {
    this.wantsToPlay = true;
    if (!this.audio || this.state.unavailable) return;
    if (this.isExpired()) void this.load().catch(() => undefined);
    else this.playNow();
  }

  private playNow(): void {
    this.audio?.play().catch((error: unknown) => {
      // Interrupted by a pause or a new address: whoever did that goes on from there. Refusals are told by the page.
      if (error instanceof DOMException && error.name === "NotAllowedError") this.wantsToPlay = false;
    });
  }

  private isExpired(): boolean {
    return Date.now() > this.expiresAt - RENEW_BEFORE_MS;
  }

  /** Fetches a new address and goes on at the same place. Simultaneous callers share one fetch. */
  private load(): Promise<void> {
    this.loading ??= this.loadOnce().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async loadOnce(): Promise<void> {
    const { audio } = this;
    try {
      const address = await this.options.sign();
      if (audio === null || audio !== this.audio) return;
      this.expiresAt = Date.parse(address.expires_at);
      this.awaitedMs ??= this.positionMs;
      audio.src = address.url;
      audio.load();
      this.applySpeed();
      if (this.wantsToPlay) this.playNow();
    } catch (error) {
      if (audio === this.audio) this.show({ unavailable: true, playing: false });
      throw error;
    }
  }

  /** The new sound is there: go to where the old one was. */
  private settle(): void {
    if (!this.audio || this.awaitedMs === null) return;
    this.audio.currentTime = this.awaitedMs / 1000;
    this.awaitedMs = null;
    this.applySpeed();
  }

  private fail(): void {
    if (!this.audio || this.loading) return;
    this.failures += 1;
    if (this.failures > MOST_FAILURES) {
      this.wantsToPlay = false;
      this.show({ unavailable: true, playing: false });
      return;
    }
    void this.load().catch(() => undefined);
  }

  private applySpeed(): void {
    if (!this.audio) return;
    this.audio.preservesPitch = true;
    this.audio.defaultPlaybackRate = this.state.speed;
    this.audio.playbackRate = this.state.speed;
  }

  private run(): void {
    if (this.frame !== 0) return;
    const step = (): void => {
      this.tick();
      this.frame = this.state.playing ? requestAnimationFrame(step) : 0;
    };
    this.frame = requestAnimationFrame(step);
  }

  private tick(): void {
    const now = this.positionMs;
    const { span, loop, playing, skipping } = this.state;
    // Somebody who asked for exactly this stretch hears all of it.
    const beyond = playing && skipping && span === null ? beyondQuiet(now, this.quiet) : null;
    if (beyond !== null) {
      this.move(beyond);
      return;
    }
    const todo = playing ? spanStep(now, span, loop) : "on";
    if (span && todo === "again") {
      this.move(span.start_ms);
      return;
    }
    if (span && todo === "stop") {
      this.pause();
      this.move(span.end_ms);
      this.show({ span: null });
      return;
    }
    for (const ticker of this.tickers) ticker(now);
  }

  private show(news: Partial<PlayerState>): void {
    this.state = { ...this.state, ...news };
    for (const listener of this.listeners) listener();
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still plays.
  }
}
