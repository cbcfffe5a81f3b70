import { MantineProvider } from "@mantine/core";
import { act, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { i18n } from "../../i18n";
import { shareOf, troubleOf } from "./microphone";
import { Recorder } from "./Recorder";

/** How loud the microphone of these tests is, and what the browser says when it is asked for it. */
const world = { loudness: 0.1, refusal: null as string | null, stopped: 0 };

class FakeTrack extends EventTarget {
  stop() {
    world.stopped += 1;
  }
}

const track = () => tracks[tracks.length - 1];
const tracks: FakeTrack[] = [];

class FakeStream {
  own = new FakeTrack();
  constructor() {
    tracks.push(this.own);
  }
  getTracks = () => [this.own];
  getAudioTracks = () => [this.own];
}

class FakeMediaRecorder {
  static isTypeSupported = (format: string) => format.startsWith("audio/webm");
  state = "inactive";
  ondataavailable: ((event: { data: Blob }) => void) | null = null;
  onstop: (() => void) | null = null;
  start() {
    this.state = "recording";
  }
  stop() {
    this.state = "inactive";
    this.ondataavailable?.({ data: new Blob(["sound"]) });
    this.onstop?.();
  }
}

class FakeAudioContext {
  createAnalyser = () => ({
    fftSize: 0,
    getFloatTimeDomainData: (samples: Float32Array) => samples.fill(world.loudness),
  });
  createMediaStreamSource = () => ({ connect: () => undefined });
  close = () => Promise.resolve();
}

beforeEach(async () => {
  Object.assign(world, { loudness: 0.1, refusal: null, stopped: 0 });
  vi.stubGlobal("MediaRecorder", FakeMediaRecorder);
  vi.stubGlobal("AudioContext", FakeAudioContext);
  Object.defineProperty(navigator, "mediaDevices", {
    configurable: true,
    value: {
      getUserMedia: () =>
        world.refusal === null
          ? Promise.resolve(new FakeStream())
          : Promise.reject(new DOMException("", world.refusal)),
    },
  });
  await i18n.changeLanguage("en");
});

function open(maxSeconds = 60) {
  const takes: { size: number; mime: string }[] = [];
  render(
    <MantineProvider>
      <Recorder
        maxSeconds={maxSeconds}
        onRecorded={(sound, mime) => {
          takes.push({ size: sound.size, mime });
        }}
      />
    </MantineProvider>,
  );
  return takes;
}

const button = (name: string) => screen.findByRole("button", { name });

it("hands over what was recorded, by the keyboard alone, and lets go of the microphone", async () => {
  const takes = open();
  await userEvent.tab();
  await userEvent.keyboard("{Enter}");
  await button("Stop recording");
  expect((await screen.findByText("We can hear you.")).getAttribute("role")).toBe("status");
  expect(Number(screen.getByRole("meter").getAttribute("aria-valuenow"))).toBeGreaterThan(50);
  await userEvent.keyboard("{Enter}");
  await button("Record");
  expect(takes).toEqual([{ size: 5, mime: "audio/webm;codecs=opus" }]);
  expect(world.stopped).toBe(1);
});

it("forgets what was cancelled with Escape", async () => {
  const takes = open();
  await userEvent.click(await button("Record"));
  await button("Stop recording");
  await userEvent.keyboard("{Escape}");
  await button("Record");
  expect(takes).toEqual([]);
  expect(world.stopped).toBe(1);
});

it("stops by itself when the time is over", async () => {
  const takes = open(0.2);
  await userEvent.click(await button("Record"));
  await waitFor(() => {
    expect(takes).toHaveLength(1);
  });
});

it("hands nothing over where nothing was heard", async () => {
  world.loudness = 0;
  const takes = open();
  await userEvent.click(await button("Record"));
  await userEvent.click(await button("Stop recording"));
  expect((await screen.findByRole("alert")).textContent).toContain("Nothing can be heard");
  expect(takes).toEqual([]);
});

it("says that the microphone was pulled out", async () => {
  const takes = open();
  await userEvent.click(await button("Record"));
  await button("Stop recording");
  act(() => {
    track()?.dispatchEvent(new Event("ended"));
  });
  expect((await screen.findByRole("alert")).textContent).toContain("disconnected");
  expect(takes).toEqual([]);
});

it.each([
  ["NotAllowedError", "not allowed to use the microphone"],
  ["NotFoundError", "There is no microphone"],
  ["NotReadableError", "Another program"],
])("says what is in the way: %s", async (name, sentence) => {
  world.refusal = name;
  open();
  await userEvent.click(await button("Record"));
  const told = await screen.findByRole("alert");
  expect(told.textContent).toContain(sentence);
  expect(told.textContent).toContain("choose a sound file");
});

it("says that a page without TLS has no microphone, and takes a file", async () => {
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: undefined });
  const takes = open();
  await userEvent.click(await button("Record"));
  expect((await screen.findByRole("alert")).textContent).toContain("secure address");
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (input === null) throw new Error("there is no field for a file");
  await userEvent.upload(input, new File(["sound"], "reply.wav", { type: "audio/wav" }));
  expect(takes).toEqual([{ size: 5, mime: "audio/wav" }]);
});

it("measures loudness on a scale of decibels", () => {
  expect(shareOf(new Float32Array(64))).toBe(0);
  expect(shareOf(new Float32Array(64).fill(1))).toBe(1);
  expect(shareOf(new Float32Array(64).fill(0.1))).toBeCloseTo(2 / 3);
});

it("does not know every error, and says so", () => {
  expect(troubleOf(new Error("?"))).toBe("failed");
});
