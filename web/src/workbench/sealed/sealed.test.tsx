import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { server } from "../../../tests/server";
import { i18n } from "../../i18n";
import { openBench } from "../testing/bench";
import { evaluation, greetingEvidence, transcript } from "../testing/examples";
import type { Transcript } from "../types";
import { MARKS } from "./marks";

const DIGITS = "4580 1234 5678 9015";

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.spyOn(HTMLMediaElement.prototype, "readyState", "get").mockReturnValue(4);
  vi.spyOn(HTMLMediaElement.prototype, "load").mockReturnValue(undefined);
});

/** The customer's second word is a card number that was taken out. */
function hiding(): Transcript {
  const made = transcript();
  const turns = made.turns.map((turn) =>
    turn.index === 1
      ? {
          ...turn,
          words: turn.words.map((word, place) =>
            place === 1 ? { ...word, text: MARKS.card, hidden: "card" as const } : word,
          ),
        }
      : turn,
  );
  return { ...made, turns };
}

/** A server that opens the number for whoever says why, and the wishes that reached it. */
function opens(answer?: () => Response): unknown[] {
  const taken: unknown[] = [];
  server.use(
    http.get("/api/calls/call-1/transcript", () => HttpResponse.json(hiding())),
    http.post("/api/calls/call-1/reveal", async ({ request }) => {
      taken.push(await request.json());
      return (
        answer?.() ??
        HttpResponse.json([{ kind: "card", speaker: "customer", start_ms: 4100, end_ms: 4500, text: DIGITS }])
      );
    }),
  );
  return taken;
}

function open(reveals: boolean, mode: "review" | "agent" = "review", answer?: () => Response): unknown[] {
  openBench(evaluation(), mode, {}, reveals);
  return opens(answer);
}

/** Gives a reason in the dialog; the dialog with the numbers. */
async function revealed(): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole("button", { name: /\[card number\]/ }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByRole("textbox"), "a disputed charge");
  await userEvent.click(within(dialog).getByRole("button", { name: "Reveal" }));
  await within(dialog).findByText(DIGITS);
  return dialog;
}

/** A browser that can play sounds, and what it did. */
function hearsSounds(): string[] {
  const done: string[] = [];
  class Source extends EventTarget {
    buffer: unknown = null;
    connect(): void {
      expect(this.buffer).toBe("sound");
    }
    start(): void {
      done.push("started");
    }
    stop(): void {
      done.push("stopped");
      this.dispatchEvent(new Event("ended"));
    }
  }
  class Context {
    readonly destination = {};
    createBufferSource(): Source {
      return new Source();
    }
    decodeAudioData(bytes: ArrayBuffer): Promise<string> {
      done.push(`${bytes.byteLength} bytes decoded`);
      return Promise.resolve("sound");
    }
    close(): Promise<void> {
      done.push("closed");
      return Promise.resolve();
    }
  }
  vi.stubGlobal("AudioContext", Context);
  return done;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a personal number in the transcript", () => {
  it("is a named chip, and no mark is seen", async () => {
    open(false);
    const words = await screen.findByTestId("transcript");
    await waitFor(() => { expect(words.textContent).toContain("[card number]"); });
    expect(words.textContent).not.toContain(MARKS.card);
    expect(screen.queryByRole("button", { name: /card number/ })).toBeNull();
  });

  it("is named in Hebrew on a Hebrew page", async () => {
    await i18n.changeLanguage("he");
    open(true);
    expect((await screen.findByRole("button", { name: /\[מספר כרטיס\]/ })).title).toBe("חשיפה: מספר כרטיס");
  });

  it("is shown from left to right to whoever may see it and says why", async () => {
    const taken = open(true);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: /\[card number\]/ }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Reveal" }));
    expect(within(dialog).getByText("Please say why, in three letters at least.")).toBeTruthy();
    expect(taken).toEqual([]);
    await user.type(within(dialog).getByRole("textbox"), "a disputed charge");
    await user.click(within(dialog).getByRole("button", { name: "Reveal" }));
    const shown = await screen.findAllByText(DIGITS);
    expect(shown.map((number) => number.getAttribute("dir"))).toEqual(["ltr", "ltr"]);
    expect(within(screen.getByTestId("transcript")).getByText(DIGITS)).toBeTruthy();
    expect(taken).toEqual([{ reason: "a disputed charge", revision: 1 }]);
  });

  it("is forgotten again on demand", async () => {
    open(true);
    const dialog = await revealed();
    await userEvent.click(within(dialog).getByRole("button", { name: "Hide them again" }));
    await waitFor(() => {
      expect(screen.queryByText(DIGITS)).toBeNull();
    });
    expect(screen.getByRole("button", { name: /\[card number\]/ })).toBeTruthy();
  });

  it("is heard as it was recorded, for the same reason, and stopped", async () => {
    const sounds = hearsSounds();
    const asked: unknown[] = [];
    server.use(
      http.post("/api/calls/call-1/reveal/sound", async ({ request }) => {
        asked.push(await request.json());
        return HttpResponse.arrayBuffer(new ArrayBuffer(8), { headers: { "Content-Type": "audio/ogg" } });
      }),
    );
    open(true);
    const dialog = await revealed();
    await userEvent.click(within(dialog).getByRole("button", { name: "Original sound" }));
    await userEvent.click(await within(dialog).findByRole("button", { name: "Stop" }));
    expect(await within(dialog).findByRole("button", { name: "Original sound" })).toBeTruthy();
    expect(asked).toEqual([{ reason: "a disputed charge", revision: 1, speaker: "customer", start_ms: 4100 }]);
    expect(sounds).toEqual(["8 bytes decoded", "started", "stopped", "closed"]);
  });

  it("says why its sound cannot be heard", async () => {
    server.use(
      http.post("/api/calls/call-1/reveal/sound", () =>
        HttpResponse.json({ error: { code: "not_found", message: "", detail: null } }, { status: 404 }),
      ),
    );
    open(true);
    const dialog = await revealed();
    await userEvent.click(within(dialog).getByRole("button", { name: "Original sound" }));
    expect((await within(dialog).findByRole("alert")).textContent).toBe(i18n.t("problems:not_found"));
  });

  it("stays hidden where the server refuses, and the dialog says why", async () => {
    open(true, "review", () =>
      HttpResponse.json({ error: { code: "forbidden", message: "", detail: null } }, { status: 403 }),
    );
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: /\[card number\]/ }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByRole("textbox"), "a disputed charge");
    await user.click(within(dialog).getByRole("button", { name: "Reveal" }));
    expect((await within(dialog).findByRole("alert")).textContent).toBe("Your role does not include this.");
    expect(screen.queryByText(DIGITS)).toBeNull();
  });

  it("cannot be revealed by the agent whose call it was", async () => {
    open(true, "agent");
    const words = await screen.findByTestId("transcript");
    await waitFor(() => { expect(words.textContent).toContain("[card number]"); });
    expect(screen.queryByRole("button", { name: /card number/ })).toBeNull();
  });

  it("is named in quotes as well", async () => {
    greetingEvidenceSays(`${MARKS.phone} דנה`);
    expect(await screen.findByText("[phone number] דנה")).toBeTruthy();
  });
});

/** Opens a bench whose first answer rests on this quote. */
function greetingEvidenceSays(text: string): void {
  const made = evaluation();
  const sections = made.sections.map((section) => ({
    ...section,
    questions: section.questions.map((question) =>
      question.suggestion?.evidence.length
        ? { ...question, suggestion: { ...question.suggestion, evidence: [{ ...greetingEvidence, text }] } }
        : question,
    ),
  }));
  openBench({ ...made, sections }, "review");
}
