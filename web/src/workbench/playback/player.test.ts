import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Player } from "./player";

/** An audio element whose clock the test moves. */
class FakeAudio extends EventTarget {
  src = "";
  preload = "";
  currentTime = 0;
  readyState = 0;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  preservesPitch = false;
  paused = true;
  sources: string[] = [];

  load(): void {
    this.readyState = 0;
    this.currentTime = 0;
    if (this.src) this.sources.push(this.src);
  }

  /** The browser has the beginning of the new sound. */
  arrive(): void {
    this.readyState = 4;
    this.dispatchEvent(new Event("loadedmetadata"));
  }

  play(): Promise<void> {
    this.paused = false;
    this.dispatchEvent(new Event("playing"));
    return Promise.resolve();
  }

  pause(): void {
    if (this.paused) return;
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }

  removeAttribute(): void {
    this.src = "";
  }

  reach(seconds: number): void {
    this.currentTime = seconds;
    this.dispatchEvent(new Event("timeupdate"));
  }
}

describe("the player", () => {
  let audio: FakeAudio;
  let player: Player;
  let signed = 0;
  let signing: () => Promise<{ url: string; expires_at: string }>;

  const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    localStorage.clear();
    audio = new FakeAudio();
    signed = 0;
    signing = () => {
      signed += 1;
      return Promise.resolve({ url: `/api/audio/${signed}`, expires_at: new Date(Date.now() + 300_000).toISOString() });
    };
    player = new Player({
      durationMs: 60_000,
      channels: 2,
      sign: () => signing(),
      makeAudio: () => audio as unknown as HTMLAudioElement,
    });
    player.open();
    await settled();
    audio.arrive();
  });

  afterEach(() => {
    player.close();
    vi.useRealTimers();
  });

  it("plays exactly the span of a chip and stops at its end", () => {
    player.playSpan({ start_ms: 4000, end_ms: 6000 });
    expect(audio.currentTime).toBe(4);
    expect(audio.paused).toBe(false);
    audio.reach(5.9);
    expect(audio.paused).toBe(false);
    audio.reach(6.02);
    expect(audio.paused).toBe(true);
    expect(player.positionMs).toBe(6000);
    expect(player.getState().span).toBeNull();
  });

  it("goes round a looped span", () => {
    player.select({ start_ms: 4000, end_ms: 6000 });
    player.toggleLoop();
    player.resume();
    audio.reach(6.01);
    expect(audio.paused).toBe(false);
    expect(audio.currentTime).toBe(4);
  });

  it("rewinds a little when resuming", () => {
    player.seek(20_000);
    player.resume();
    audio.reach(25);
    player.toggle();
    player.toggle();
    expect(audio.currentTime).toBe(23);
  });

  it("leaves the span when the listener goes elsewhere", () => {
    player.playSpan({ start_ms: 4000, end_ms: 6000 });
    player.nudge(5000);
    expect(player.getState().span).toBeNull();
    audio.reach(9.5);
    expect(audio.paused).toBe(false);
  });

  it("fetches a new address after an error and goes on at the same place", async () => {
    player.seek(30_000);
    player.resume();
    audio.reach(31);
    audio.dispatchEvent(new Event("error"));
    await settled();
    expect(audio.sources).toEqual(["/api/audio/1", "/api/audio/2"]);
    expect(player.positionMs).toBe(31_000);
    audio.arrive();
    expect(audio.currentTime).toBe(31);
    expect(audio.paused).toBe(false);
  });

  it("renews an address that has run out before playing", async () => {
    player.seek(12_000);
    vi.setSystemTime(Date.now() + 400_000);
    player.resume();
    await settled();
    expect(signed).toBe(2);
    audio.arrive();
    expect(audio.currentTime).toBe(12);
  });

  it("goes where the listener went while a new address was fetched", async () => {
    player.seek(12_000);
    vi.setSystemTime(Date.now() + 400_000);
    player.resume();
    player.nudge(5000);
    await settled();
    audio.arrive();
    expect(audio.currentTime).toBe(17);
    expect(audio.paused).toBe(false);
  });

  it("plays as soon as it can when asked before its address is there", async () => {
    player.close();
    player.open();
    player.seek(5000);
    player.toggle();
    expect(audio.paused).toBe(true);
    await settled();
    audio.arrive();
    expect(audio.currentTime).toBe(5);
    expect(audio.paused).toBe(false);
  });

  it("goes on at the first press after the browser itself paused it", () => {
    player.seek(20_000);
    player.toggle();
    audio.reach(25);
    audio.pause();
    expect(player.getState().playing).toBe(false);
    player.toggle();
    expect(audio.paused).toBe(false);
    expect(audio.currentTime).toBe(23);
  });

  it("hears no pause that is over", () => {
    player.toggle();
    audio.dispatchEvent(new Event("pause"));
    expect(player.getState().playing).toBe(true);
  });

  it("gives up after repeated errors and says so, and a retry starts afresh", async () => {
    for (let times = 0; times < 5; times += 1) {
      audio.dispatchEvent(new Event("error"));
      await settled();
    }
    expect(player.getState().unavailable).toBe(true);
    expect(signed).toBe(4);
    player.retry();
    await settled();
    expect(player.getState().unavailable).toBe(false);
  });

  it("says that the sound is unavailable when no address is given", async () => {
    signing = () => Promise.reject(new Error("gone"));
    audio.dispatchEvent(new Event("error"));
    await settled();
    expect(player.getState().unavailable).toBe(true);
  });

  it("remembers the speed and keeps the pitch", () => {
    player.setSpeed(1.5);
    expect(audio.playbackRate).toBe(1.5);
    expect(audio.preservesPitch).toBe(true);
    const next = new Player({ durationMs: 1, channels: 1, sign: () => Promise.reject(new Error("unused")) });
    expect(next.getState().speed).toBe(1.5);
  });

  it("keeps a position asked for before the sound is there", () => {
    audio.readyState = 0;
    player.seek(7000);
    expect(player.positionMs).toBe(7000);
    audio.arrive();
    expect(audio.currentTime).toBe(7);
  });

  it("hears nothing more of the element once closed", () => {
    const ticks = vi.fn();
    player.onTick(ticks);
    player.close();
    ticks.mockClear();
    audio.reach(3);
    audio.dispatchEvent(new Event("error"));
    expect(ticks).not.toHaveBeenCalled();
    expect(audio.src).toBe("");
    expect(signed).toBe(1);
  });

  it("behaviour 10: passes over stretches without words, but not within one that was asked for; remembered", () => {
    player.setQuiet([{ start_ms: 10_000, end_ms: 30_000 }]);
    player.toggleSkipping();
    expect(localStorage.getItem("mashov.skip-silence")).toBe("on");
    player.resume();
    audio.reach(12);
    expect(player.positionMs).toBe(30_000);
    player.playSpan({ start_ms: 9000, end_ms: 20_000 });
    audio.reach(12);
    expect(player.positionMs).toBe(12_000);
  });

  it("behaviour 10: marks a stretch end by end and repeats it", () => {
    player.seek(5000);
    player.markEnd("start");
    player.seek(7000);
    player.markEnd("end");
    expect(player.getState().span).toEqual({ start_ms: 5000, end_ms: 7000 });
    player.toggleLoop();
    player.resume();
    audio.reach(7.1);
    expect(player.positionMs).toBe(5000);
    expect(player.getState()).toMatchObject({ playing: true, loop: true });
  });
});
