import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { server } from "../../../tests/server";
import { i18n } from "../../i18n";
import { MARKS } from "../sealed/marks";
import { openBench } from "../testing/bench";
import { evaluation, transcript } from "../testing/examples";
import type { Revision, Transcript, WordCorrection } from "../types";

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.spyOn(HTMLMediaElement.prototype, "readyState", "get").mockReturnValue(4);
  vi.spyOn(HTMLMediaElement.prototype, "load").mockReturnValue(undefined);
});

/** The transcript as somebody corrected it. */
function corrected(text: string, revision = 2): Transcript {
  const turns = transcript().turns.map((turn) =>
    turn.index === 0
      ? {
          ...turn,
          text,
          words: text
            .split(" ")
            .filter((word) => word !== "")
            .map((word) => ({ text: word, start_ms: 1000, end_ms: 1400, probability: 1 })),
          corrected: { person_name: "נועה לוי", at: "2026-11-21T10:00:00Z", heard: `${turn.text} ${MARKS.phone}` },
        }
      : turn,
  );
  return { ...transcript(), revision, origin: "corrected", turns };
}

/** A server that takes corrections, and what reached it. */
function takesCorrections(answer?: (wish: WordCorrection) => Response): WordCorrection[] {
  const taken: WordCorrection[] = [];
  server.use(
    http.post<never, WordCorrection>("/api/calls/call-1/transcript/corrections", async ({ request }) => {
      const wish = await request.json();
      taken.push(wish);
      return answer?.(wish) ?? HttpResponse.json(corrected(wish.text, wish.revision + 1));
    }),
  );
  return taken;
}

const REVISIONS: Revision[] = [
  {
    revision: 2,
    origin: "corrected",
    shown: true,
    language: "he",
    engine: "whisper-base",
    person_name: "נועה לוי",
    based_on: 1,
    created_at: "2026-11-21T10:00:00Z",
  },
  {
    revision: 1,
    origin: "machine",
    shown: false,
    language: "he",
    engine: "whisper-base",
    person_name: null,
    based_on: null,
    created_at: "2026-11-20T10:00:00Z",
  },
];

async function openEditor(): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole("button", { name: "Correct the transcript: Agent, 0:01" }));
  return screen.findByRole("textbox", { name: /The words of Agent/ });
}

describe("correcting words", () => {
  it("writes the turn's new words, and says who did", async () => {
    openBench(evaluation(), "review");
    const taken = takesCorrections();
    const field = await openEditor();
    expect(document.activeElement).toBe(field);
    await userEvent.clear(field);
    await userEvent.type(field, "שלום מדברת דינה");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("דינה");
    expect(taken).toEqual([{ revision: 1, turn: 0, text: "שלום מדברת דינה" }]);
    expect(screen.queryByRole("textbox", { name: /The words of/ })).toBeNull();
    expect(screen.getByText(/Corrected by/).textContent).toBe("Corrected by נועה לוי");
  });

  it("saves with Ctrl+Enter without finishing the review, and leaves with Escape", async () => {
    const kept = openBench(evaluation(), "review");
    const taken = takesCorrections();
    let field = await openEditor();
    await userEvent.type(field, " עוד{Escape}");
    expect(screen.queryByRole("textbox", { name: /The words of/ })).toBeNull();
    expect(taken).toEqual([]);
    field = await openEditor();
    await userEvent.type(field, " עוד{Control>}{Enter}{/Control}");
    await waitFor(() => {
      expect(taken).toHaveLength(1);
    });
    expect(kept.taken).toEqual([]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("takes all words away where nothing was said, and says so", async () => {
    openBench(evaluation(), "review");
    const taken = takesCorrections();
    const field = await openEditor();
    await userEvent.clear(field);
    expect(screen.getByText("The turn stays in the list, marked as one in which nothing was said.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Nothing was said here" }));
    await waitFor(() => {
      expect(taken).toEqual([{ revision: 1, turn: 0, text: "" }]);
    });
    expect((await screen.findByTestId("transcript")).textContent).toContain("Nothing was said here");
    expect(screen.getByRole("button", { name: "Correct the transcript: Agent, 0:01" })).toBeTruthy();
  });

  it("shows the machine's words beside a correction on demand, hidden numbers by their names", async () => {
    openBench(evaluation(), "review");
    server.use(http.get("/api/calls/call-1/transcript", () => HttpResponse.json(corrected("דינה"))));
    const button = await screen.findByRole("button", { name: "What the machine heard" });
    expect(button.getAttribute("aria-expanded")).toBe("false");
    const heard = document.getElementById(button.getAttribute("aria-controls") ?? "");
    expect(heard?.hidden).toBe(true);
    await userEvent.click(button);
    expect(heard?.hidden).toBe(false);
    expect(heard?.textContent).toBe(`${transcript().turns[0]?.text} [phone number]`);
  });

  it("names hidden numbers in the field, and leaves them hidden where they stay", async () => {
    openBench(evaluation(), "review");
    const taken = takesCorrections();
    server.use(http.get("/api/calls/call-1/transcript", () => HttpResponse.json(corrected(`שלי ${MARKS.card}`))));
    await screen.findByText("שלי");
    const field = await openEditor();
    expect(field).toHaveProperty("value", "שלי [card number]");
    await userEvent.clear(field);
    await userEvent.type(field, "הכרטיס [[card number]");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(taken.map((wish) => wish.text)).toEqual([`הכרטיס ${MARKS.card}`]);
    });
  });

  it("opens by a double click on the words, and by a key at the place that plays", async () => {
    openBench(evaluation(), "review");
    await userEvent.dblClick(await screen.findByText("מדברת"));
    await userEvent.keyboard("{Escape}");
    await userEvent.click(document.body);
    await userEvent.keyboard("c");
    expect(await screen.findByRole("textbox", { name: /The words of Agent, 0:01/ })).toBeTruthy();
  });

  it("keeps what was written where somebody else was first, and shows their words beside it", async () => {
    openBench(evaluation(), "review");
    let moved = true;
    const taken = takesCorrections(() =>
      moved
        ? HttpResponse.json({ error: { code: "transcript_moved", message: "", detail: null } }, { status: 409 })
        : HttpResponse.json(corrected("שלי", 3)),
    );
    const field = await openEditor();
    server.use(http.get("/api/calls/call-1/transcript", () => HttpResponse.json(corrected("שלהם"))));
    await userEvent.clear(field);
    await userEvent.type(field, "שלי");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText(/Somebody corrected the transcript meanwhile/);
    await screen.findByText("שלהם");
    moved = false;
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(taken.map((wish) => [wish.revision, wish.text])).toEqual([
        [1, "שלי"],
        [2, "שלי"],
      ]);
    });
  });

  it("shows the machine's own words on demand, and takes them back as the ones that people see", async () => {
    openBench(evaluation(), "review");
    server.use(
      http.get("/api/calls/call-1/transcripts", () => HttpResponse.json(REVISIONS)),
      http.get("/api/calls/call-1/transcript", ({ request }) =>
        HttpResponse.json(request.url.endsWith("revision=1") ? transcript() : corrected("דינה")),
      ),
      http.post("/api/calls/call-1/transcripts/1/choose", () => HttpResponse.json(transcript())),
    );
    await screen.findByText("דינה");
    await userEvent.click(screen.getByRole("button", { name: "Versions of the transcript" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: /Heard by the machine/ }));
    await screen.findByText("These are the words as the machine heard them.");
    expect(screen.getByText("מדברת")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Correct the transcript/ })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Show this version" }));
    await waitFor(() => {
      expect(screen.queryByText("These are the words as the machine heard them.")).toBeNull();
    });
    expect(screen.getByText("מדברת")).toBeTruthy();
  });

  it("offers the words as files of the revision that is looked at", async () => {
    openBench(evaluation(), "review");
    await userEvent.click(await screen.findByRole("button", { name: "Download the transcript" }));
    const items = await screen.findAllByRole("menuitem");
    expect(items.map((item) => item.getAttribute("href"))).toEqual([
      ...["vtt", "srt", "json", "ctm", "rttm"].map((kind) => `/api/calls/call-1/transcript.${kind}?revision=1`),
      ...["contact-lens", "vcon"].map((form) => `/api/calls/call-1/analysis/${form}.json`),
    ]);
  });

  it("lets agents read that words were corrected, and correct none", async () => {
    openBench(evaluation({ state: "published" }), "agent");
    server.use(http.get("/api/calls/call-1/transcript", () => HttpResponse.json(corrected("דינה"))));
    const words = await screen.findByTestId("transcript");
    expect(within(words).getByText(/Corrected by/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Correct the transcript/ })).toBeNull();
    expect(screen.queryByRole("button", { name: "Download the transcript" })).toBeNull();
    expect(screen.queryByRole("button", { name: "What the machine heard" })).toBeNull();
  });
});
