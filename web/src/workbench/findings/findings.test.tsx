import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { delay, http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { server } from "../../../tests/server";
import { i18n } from "../../i18n";
import { openBench } from "../testing/bench";
import { evaluation, findings } from "../testing/examples";
import type { Correction, Findings } from "../types";

const CORRECTIONS = "/api/calls/call-1/tone-corrections";

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.spyOn(HTMLMediaElement.prototype, "readyState", "get").mockReturnValue(4);
  vi.spyOn(HTMLMediaElement.prototype, "load").mockReturnValue(undefined);
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue(undefined);
});

async function panel(): Promise<HTMLElement> {
  return screen.findByRole("region", { name: "In this call" });
}

async function openedPanel(): Promise<HTMLElement> {
  const shown = await panel();
  await userEvent.click(within(shown).getByRole("button", { name: "Show more" }));
  return shown;
}

function position(): string | null {
  return screen.getByTestId("waveform").getAttribute("aria-valuetext");
}

/** Answers corrections as the server does; what it was asked is written down. */
function takeCorrections(): unknown[] {
  const asked: unknown[] = [];
  const answer = (corrections: Correction[]) => HttpResponse.json<Findings>({ ...findings(), corrections });
  server.use(
    http.post<never, { turn: number; label: Correction["label"] }>(CORRECTIONS, async ({ request }) => {
      const wish = await request.clone().json();
      asked.push(wish);
      return answer([{ ...wish, reason: null, person_name: "Noa", at: "2026-11-21T10:00:00Z" }]);
    }),
    http.delete<{ turn: string }>(`${CORRECTIONS}/:turn`, ({ params }) => {
      asked.push({ taken_back: params.turn });
      return answer([]);
    }),
  );
  return asked;
}

describe("what was found in a call", () => {
  it("is told in one line until more is asked for", async () => {
    openBench(evaluation(), "review", findings());
    const shown = await panel();
    expect(shown.textContent).toContain(
      "Customer: the tone got better · 2 moments that asked for a response · 2 promises",
    );
    expect(within(shown).queryByRole("table")).toBeNull();
    await userEvent.click(within(shown).getByRole("button", { name: "Show more" }));
    expect(within(shown).getByText("Agent: the tone stayed steady")).toBeTruthy();
  });

  it("has the numbers behind the picture in a table, with what is not known", async () => {
    openBench(evaluation(), "review", findings());
    const rows = within(within(await openedPanel()).getByRole("table")).getAllByRole("row");
    expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
      ["", "Quarter 1", "Quarter 2", "Quarter 3", "Quarter 4"],
      ["Customer", "-4", "not known", "+1.5", "+2"],
      ["Agent", "0", "0", "+0.5", "0"],
    ]);
  });

  it("draws nothing through a quarter of which nothing is known", async () => {
    openBench(evaluation(), "review", findings());
    const picture = within(await openedPanel()).getByRole("img", { name: /Tone in each quarter/ });
    const lines = [...picture.querySelectorAll('[data-speaker="customer"] polyline')];
    expect(lines.map((line) => line.getAttribute("points")?.split(" ").length)).toEqual([1, 2]);
  });

  it("goes to a part of the call that is pressed, in the order of time from left to right", async () => {
    await i18n.changeLanguage("he");
    openBench(evaluation(), "review", findings());
    const band = within(await screen.findByRole("region", { name: "בשיחה הזאת" })).getByRole("list");
    expect(band.getAttribute("dir")).toBe("ltr");
    expect(within(band).getAllByRole("button").map((button) => button.textContent)).toEqual(["פתיחה", "בירור", "פרידה"]);
    await userEvent.click(within(band).getByRole("button", { name: "פרידה, מעבר אל 0:08" }));
    expect(position()).toBe("0:08 מתוך 0:10");
  });

  it("names a moment by the question of its situation, or else by the situation's own name", async () => {
    openBench(evaluation(), "review", findings());
    const moments = within(await openedPanel()).getByRole("region", { name: "Moments that asked for a response" });
    const [first, second] = within(moments).getAllByRole("listitem");
    expect(first?.textContent).toContain("No response heard");
    expect(first?.textContent).toContain("wants-refund");
    expect(second?.textContent).toContain("Answered late");
    expect(second?.textContent).toContain("Question empathy");
    await userEvent.click(within(moments).getByRole("button", { name: /Play: Agent, 0:08/ }));
    expect(position()).toBe("0:08 of 0:10");
  });

  it("tells what was promised and by when, and goes there", async () => {
    openBench(evaluation(), "review", findings());
    const promises = within(await openedPanel()).getByRole("region", { name: "What was promised" });
    const told = within(promises).getAllByRole("listitem").map((item) => item.textContent);
    expect(told[0]).toContain("Due: מחר");
    expect(told[1]).toContain("No time was given");
    await userEvent.click(within(promises).getByRole("button", { name: /Play: Agent, 0:02/ }));
    expect(position()).toBe("0:02 of 0:10");
  });

  it("leaves no trace where nothing was looked for", async () => {
    openBench(evaluation(), "review", {});
    await screen.findByText("שפנית");
    await waitFor(() => {
      expect(screen.queryByRole("status", { name: "Loading the call…" })).toBeNull();
    });
    expect(screen.queryByRole("region", { name: "In this call" })).toBeNull();
    expect(screen.queryByRole("button", { name: /Correct the tone/ })).toBeNull();
  });

  it("is not shown to the agent whose call it was", async () => {
    openBench(evaluation({ state: "published" }), "agent", findings());
    await screen.findByText("שפנית");
    expect(screen.queryByRole("region", { name: "In this call" })).toBeNull();
    expect(screen.queryByRole("button", { name: /Correct the tone/ })).toBeNull();
  });
});

describe("the tone of a turn", () => {
  async function sign(): Promise<HTMLElement> {
    // Of three marked turns one is the customer's.
    const [only, ...others] = await screen.findAllByRole("button", { name: /Correct the tone/ });
    expect(others).toEqual([]);
    if (!only) throw new Error("no sign");
    return only;
  }

  async function choose(name: string): Promise<void> {
    await userEvent.click(await sign());
    await userEvent.click(await screen.findByRole("menuitem", { name }));
  }

  it("is the machine's until a person says otherwise, and then the person's beside the machine's", async () => {
    const asked = takeCorrections();
    openBench(evaluation(), "review", findings());
    expect((await sign()).title).toBe("The machine hears a negative tone (likely).");
    expect((await sign()).dataset.by).toBe("machine");
    await choose("neutral");
    await waitFor(async () => {
      expect((await sign()).title).toBe("Noa hears a neutral tone. The machine hears a negative tone (likely).");
    });
    expect((await sign()).dataset.by).toBe("person");
    expect(asked).toEqual([{ turn: 1, label: "neutral" }]);
  });

  it("is the machine's again when the person's word is taken back", async () => {
    const asked = takeCorrections();
    openBench(evaluation(), "review", findings());
    await choose("positive");
    await waitFor(async () => {
      expect((await sign()).title).toContain("Noa");
    });
    await choose("Back to the machine's mark");
    await waitFor(async () => {
      expect((await sign()).dataset.by).toBe("machine");
    });
    expect(asked).toEqual([{ turn: 1, label: "positive" }, { taken_back: "1" }]);
  });

  it("shows a correction at once and takes it back where the server refuses, saying so", async () => {
    server.use(
      http.post(CORRECTIONS, async () => {
        await delay(300);
        return HttpResponse.json({ error: { code: "forbidden", message: "", detail: null } }, { status: 403 });
      }),
    );
    openBench(evaluation(), "review", findings());
    await choose("positive");
    await waitFor(async () => {
      expect((await sign()).title).toContain("You marked the tone as positive.");
    });
    await waitFor(async () => {
      expect((await sign()).title).toBe("The machine hears a negative tone (likely).");
    });
    expect(await screen.findByText("Your role does not include this.")).toBeTruthy();
  });

  it("is corrected by keyboard alone, beginning at what it is now", async () => {
    const asked = takeCorrections();
    openBench(evaluation(), "review", findings());
    (await sign()).focus();
    await userEvent.keyboard("{Enter}");
    await screen.findByRole("menuitem", { name: "positive" });
    await userEvent.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => {
      expect(asked).toEqual([{ turn: 1, label: "positive" }]);
    });
  });
});
