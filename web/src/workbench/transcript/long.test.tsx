/** What keeps the workbench quick on a call of two hours, told by its structure and not by a clock. */
import { act, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { Profiler } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { server } from "../../../tests/server";
import { Providers } from "../../app/App";
import { i18n } from "../../i18n";
import { answering } from "../testing/bench";
import { evaluation, transcript } from "../testing/examples";
import type { Transcript } from "../types";
import { Workbench } from "../Workbench";
import { TURNS_A_BLOCK } from "./blocks";

const TURNS = 300;
const WORDS_A_TURN = 50;
const WORD_MS = 480;

/** An observer that the test itself tells what is in sight. */
class Sight {
  static made: Sight[] = [];
  readonly watched = new Set<Element>();

  constructor(readonly tell: (entries: { target: Element; isIntersecting: boolean }[]) => void) {
    Sight.made.push(this);
  }

  observe(element: Element): void {
    this.watched.add(element);
  }

  unobserve(element: Element): void {
    this.watched.delete(element);
  }

  disconnect(): void {
    this.watched.clear();
  }

  /** All of them are told, as a browser does when somebody scrolls there. */
  static see(places: readonly number[]): void {
    const blocks = [...document.querySelectorAll("[data-testid=transcript] > ol")];
    for (const sight of Sight.made) {
      sight.tell(blocks.map((target, place) => ({ target, isIntersecting: places.includes(place) })));
    }
  }
}

function longTranscript(): Transcript {
  const short = transcript();
  const turns = Array.from({ length: TURNS }, (_, index) => {
    const start = index * WORDS_A_TURN * WORD_MS;
    const words = Array.from({ length: WORDS_A_TURN }, (_unused, place) => ({
      text: `w${index * WORDS_A_TURN + place}`,
      start_ms: start + place * WORD_MS,
      end_ms: start + place * WORD_MS + 400,
      probability: 0.9,
    }));
    const speaker = index % 2 === 0 ? ("agent" as const) : ("customer" as const);
    return {
      index,
      speaker,
      start_ms: start,
      end_ms: start + WORDS_A_TURN * WORD_MS,
      text: words.map((word) => word.text).join(" "),
      words,
      party: index % 2,
    };
  });
  return { ...short, duration_ms: TURNS * WORDS_A_TURN * WORD_MS, turns, dead_air: [], holds: [], talk_over: [] };
}

let audio: HTMLMediaElement | null = null;
let commits = 0;

async function openLong(): Promise<void> {
  answering(evaluation());
  server.use(http.get("/api/calls/call-1/transcript", () => HttpResponse.json(longTranscript())));
  render(
    <Providers>
      <Profiler id="bench" onRender={() => (commits += 1)}>
        <Workbench evaluation={evaluation()} mode="review" />
      </Profiler>
    </Providers>,
  );
  await screen.findByText("Transcript");
  await waitFor(() => {
    expect(Sight.made.length).toBeGreaterThan(0);
  });
}

/** As many as are awake at the beginning: those of the block that will be said first. */
const A_BLOCK = TURNS_A_BLOCK * WORDS_A_TURN;

const words = (): number => document.querySelectorAll("[data-word]").length;

/** Time goes on to this second, as the browser tells it. */
function reach(second: number): void {
  if (!audio) throw new Error("nothing plays");
  audio.currentTime = second;
  audio.dispatchEvent(new Event("timeupdate"));
}

beforeEach(async () => {
  await i18n.changeLanguage("en");
  audio = null;
  Sight.made = [];
  vi.stubGlobal("IntersectionObserver", Sight);
  vi.spyOn(HTMLMediaElement.prototype, "readyState", "get").mockReturnValue(4);
  vi.spyOn(HTMLMediaElement.prototype, "load").mockReturnValue(undefined);
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(function play(this: HTMLMediaElement) {
    // The one that plays is wanted here, and it is made inside.
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    audio = this;
    this.dispatchEvent(new Event("playing"));
    return Promise.resolve();
  });
});

describe("a call of two hours and 15,000 words", () => {
  it("stands as text from the beginning, for the browser's own search, and wakes only what is near", async () => {
    await openLong();
    expect(words()).toBeLessThanOrEqual(A_BLOCK);
    const text = screen.getByTestId("transcript").textContent;
    expect(text).toContain("w0 w1 w2");
    expect(text).toContain("w14999");
    act(() => {
      Sight.see([3, 4, 5]);
    });
    await waitFor(() => {
      expect(words()).toBe(3 * A_BLOCK);
    });
    act(() => {
      Sight.see([40, 41]);
    });
    await waitFor(() => {
      expect(words()).toBe(2 * A_BLOCK);
    });
    expect(document.querySelectorAll("*").length).toBeLessThan(6_000);
  });

  it("lights word after word without a single render while it plays", async () => {
    await openLong();
    act(() => {
      Sight.see([0, 1]);
    });
    await waitFor(() => {
      expect(words()).toBe(2 * A_BLOCK);
    });
    await userEvent.keyboard(" ");
    reach(0.1);
    const before = commits;
    const lit = new Set<string | null>();
    for (let second = 0.2; second < 30; second += 0.24) {
      reach(second);
      lit.add(document.querySelector("[data-now]")?.textContent ?? null);
    }
    expect(lit.size).toBeGreaterThan(50);
    expect(commits).toBe(before);
  });

  it("wakes a word that is asked for by its moment, and lights it", async () => {
    await openLong();
    await userEvent.keyboard(" ");
    reach(3600.1);
    await waitFor(() => {
      expect(document.querySelector("[data-now]")?.textContent).toBe("w7500");
    });
    expect(words()).toBeLessThanOrEqual(2 * A_BLOCK);
  });

  it("gives the words that wake the light that is due to them", async () => {
    await openLong();
    await userEvent.type(screen.getByRole("searchbox"), "w1500");
    act(() => {
      Sight.see([4, 5]);
    });
    await waitFor(() => {
      expect(document.querySelectorAll("[data-hit]").length).toBeGreaterThan(0);
    });
    expect([...document.querySelectorAll("[data-hit]")].map((word) => word.textContent)).toContain("w1500");
  });
});
