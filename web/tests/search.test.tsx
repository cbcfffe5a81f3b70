import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import type { FoundCall } from "../src/api";
import { addressOf, endOf, firstDay, lastDay, startOf, wishFrom } from "../src/features/search/wish";
import { FakeEventSource } from "./eventSource";
import { aMe } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

const WORKING = "/search?q=%D7%91%D7%99%D7%98%D7%95%D7%9C";

function aFoundCall(change: Partial<FoundCall> = {}): FoundCall {
  return {
    id: "call-1",
    file_name: "first.wav",
    began_at: "2026-11-20T10:00:00Z",
    duration_ms: 61_000,
    language: "he",
    direction: null,
    purpose: "live",
    queue: "ביטולים",
    agent: null,
    team: null,
    score: { percent: 72, passed: true, machine_only: true },
    feedback_id: null,
    hits: [
      {
        turn: 1,
        revision: 1,
        speaker: "customer",
        start_ms: 12_400,
        snippet: [
          { text: "<b>אני</b> רוצה ", marked: false },
          { text: "לביטול", marked: true },
          { text: " העסקה", marked: false },
        ],
        cut_before: false,
        cut_after: true,
      },
      {
        turn: 4,
        revision: 1,
        speaker: "agent",
        start_ms: 40_000,
        snippet: [{ text: "הביטול", marked: true }],
        cut_before: false,
        cut_after: false,
      },
    ],
    more_hits: 2,
    ...change,
  };
}

/** The server finds these calls, page after page; gives what was asked. */
function finds(...pages: { items: FoundCall[]; next_cursor?: string }[]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("/api/search", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      const page = pages.length > 1 ? pages.shift() : pages[0];
      return HttpResponse.json({ items: page?.items ?? [], next_cursor: page?.next_cursor ?? null });
    }),
  );
  return asked;
}

beforeEach(() => {
  FakeEventSource.install();
  server.use(
    http.get("/api/search/queues", () => HttpResponse.json(["ביטולים"])),
    http.get("/api/search/situations", () =>
      HttpResponse.json([{ id: "leaving", text: { he: "לקוח ששוקל לעזוב", en: "A customer thinks of leaving" } }]),
    ),
    http.get("/api/saved-searches", () => HttpResponse.json([])),
    http.get("/api/teams", () => HttpResponse.json([])),
  );
});

describe("the search page", () => {
  it("asks nothing of the server before anything is asked for", async () => {
    openPage("/search", aMe());
    await screen.findByText("מה מחפשים?");
  });

  it("looks when Enter is pressed, keeps the focus, and puts the words into the address", async () => {
    const asked = finds({ items: [aFoundCall()] });
    const router = openPage("/search", aMe());
    const box = await screen.findByRole("searchbox");
    await userEvent.type(box, "ביטול");
    expect(asked).toEqual([]);
    await userEvent.type(box, "{Enter}");
    await screen.findByText("נמצאה שיחה אחת");
    expect(new URLSearchParams(router.state.location.search).get("q")).toBe("ביטול");
    expect(asked[0]?.get("q")).toBe("ביטול");
    expect(document.activeElement).toBe(box);
  });

  it("shows each moment with its time and speaker, its marks as marks and its text as text", async () => {
    finds({ items: [aFoundCall()] });
    openPage(WORKING, aMe());
    const card = await screen.findByRole("article", { name: "first.wav" });
    const [first] = within(card).getAllByRole("listitem");
    expect(first?.textContent).toBe("0:12לקוח/ה<b>אני</b> רוצה לביטול העסקה …");
    expect([...card.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual(["לביטול", "הביטול"]);
    expect(card.querySelector("b")).toBeNull();
    expect(within(card).getByText("ועוד שני מקומות בשיחה הזאת")).toBeTruthy();
    const links = within(card).getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(links).toEqual(["/calls/call-1", "/calls/call-1?t=12400", "/calls/call-1?t=40000"]);
  });

  it("leads an agent to the feedback on the call, and nowhere where there is none", async () => {
    finds({ items: [aFoundCall({ feedback_id: "ev-1" }), aFoundCall({ id: "call-2", file_name: "other.wav" })] });
    openPage(WORKING, aMe({ role: "agent" }));
    const card = await screen.findByRole("article", { name: "first.wav" });
    const links = within(card).getAllByRole("link").map((link) => link.getAttribute("href"));
    expect(links).toEqual(["/feedback/ev-1", "/feedback/ev-1?t=12400", "/feedback/ev-1?t=40000"]);
    expect(within(screen.getByRole("article", { name: "other.wav" })).queryAllByRole("link")).toEqual([]);
  });

  it("goes with the arrows from the box through the moments and back", async () => {
    finds({ items: [aFoundCall()] });
    openPage(WORKING, aMe());
    await screen.findByRole("article", { name: "first.wav" });
    const box = screen.getByRole("searchbox");
    box.focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(document.activeElement?.getAttribute("href")).toBe("/calls/call-1?t=12400");
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    expect(document.activeElement?.getAttribute("href")).toBe("/calls/call-1?t=40000");
    await userEvent.keyboard("{ArrowUp}{ArrowUp}");
    expect(document.activeElement).toBe(box);
  });

  it("shows what it is narrowed by as chips that take it away", async () => {
    const asked = finds({ items: [] });
    const router = openPage(`${WORKING}&speaker=customer&last_ms=60000&passed=false&least_percent=33`, aMe());
    await screen.findByText("לא נמצאה שיחה כזאת");
    for (const words of ["הלקוח/ה אמר/ה", "בדקה האחרונה", "ציון 33 ומעלה"]) {
      expect(screen.getByRole("button", { name: `הסרת הסינון: ${words}` })).toBeTruthy();
    }
    await userEvent.click(screen.getByRole("button", { name: "הסרת הסינון: בדקה האחרונה" }));
    await waitFor(() => {
      expect(asked.at(-1)?.has("last_ms")).toBe(false);
    });
    expect(asked.at(-1)?.get("speaker")).toBe("customer");
    await userEvent.click(await screen.findByRole("button", { name: "חיפוש בלי סינון" }));
    expect(router.state.location.search).toBe(`?${new URLSearchParams({ q: "ביטול" }).toString()}`);
  });

  it("adds a filter from the form", async () => {
    const asked = finds({ items: [aFoundCall()] });
    openPage(WORKING, aMe());
    await userEvent.click(await screen.findByRole("button", { name: "סינון" }));
    await userEvent.click(await screen.findByRole("combobox", { name: "מתי בשיחה", hidden: true }));
    await userEvent.click(await screen.findByRole("option", { name: "בדקה הראשונה", hidden: true }));
    await waitFor(() => {
      expect(asked.at(-1)?.get("until_ms")).toBe("60000");
    });
    expect(screen.getByRole("button", { name: "הסרת הסינון: בדקה הראשונה" })).toBeTruthy();
  });

  it("narrows by a situation and how it ended, which goes with it", async () => {
    const asked = finds({ items: [aFoundCall()] });
    const router = openPage("/search?situation=leaving&outcome=missed&tone=ended_low", aMe());
    const chip = await screen.findByRole("button", { name: /לקוח ששוקל לעזוב: לא נשמע מענה/ });
    expect(screen.getByRole("button", { name: /טון הלקוח: נמוך בסוף השיחה/ })).toBeTruthy();
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({ situation: "leaving", outcome: "missed" });
    await userEvent.click(chip);
    await waitFor(() => {
      expect(router.state.location.search).toBe("?tone=ended_low");
    });
  });

  it("narrows to calls that are being looked at again", async () => {
    const asked = finds({ items: [aFoundCall()] });
    openPage("/search?evaluation=disputed", aMe());
    expect(await screen.findByRole("button", { name: "הסרת הסינון: בבדיקה נוספת" })).toBeTruthy();
    expect(asked[0]?.get("evaluation")).toBe("disputed");
  });

  it("goes on behind the last call", async () => {
    const asked = finds(
      { items: [aFoundCall()], next_cursor: "call-1" },
      { items: [aFoundCall({ id: "call-0", file_name: "older.wav" })] },
    );
    openPage(WORKING, aMe());
    await userEvent.click(await screen.findByRole("button", { name: "הצגת עוד" }));
    await screen.findByRole("article", { name: "older.wav" });
    expect(asked[1]?.get("cursor")).toBe("call-1");
    expect(screen.getByText("נמצאו שתי שיחות")).toBeTruthy();
  });

  it("says what is missing where the question holds no word, and fails openly otherwise", async () => {
    server.use(
      http.get("/api/search", ({ request }) =>
        new URL(request.url).searchParams.get("q") === "?!"
          ? HttpResponse.json({ error: { code: "nothing_asked", message: "", detail: null } }, { status: 422 })
          : HttpResponse.json({ error: { code: "internal", message: "", detail: null } }, { status: 500 }),
      ),
    );
    openPage("/search?q=%3F!", aMe());
    await screen.findByText(/אין בחיפוש אף מילה/);
    await userEvent.type(screen.getByRole("searchbox"), "א{Enter}");
    expect(await screen.findByRole("alert")).toBeTruthy();
  });
});

describe("saved searches", () => {
  it("open as they were kept", async () => {
    const asked = finds({ items: [] });
    server.use(
      http.get("/api/saved-searches", () =>
        HttpResponse.json([
          { id: "s1", name: "ביטולים", asked: { q: "ביטול", speaker: "customer", passed: null }, created_at: "2026-11-20T10:00:00Z" },
        ]),
      ),
    );
    const router = openPage("/search", aMe());
    await userEvent.click(await screen.findByRole("button", { name: "ביטולים" }));
    await waitFor(() => {
      expect(Object.fromEntries(asked.at(-1) ?? [])).toEqual({ q: "ביטול", speaker: "customer" });
    });
    expect(router.state.location.pathname).toBe("/search");
    expect(screen.getByRole<HTMLInputElement>("searchbox").value).toBe("ביטול");
  });

  it("are kept under a name", async () => {
    finds({ items: [] });
    const kept: unknown[] = [];
    server.use(
      http.post("/api/saved-searches", async ({ request }) => {
        const wish = (await request.json()) as { name: string; asked: object };
        kept.push(wish);
        return HttpResponse.json({ id: "s1", created_at: "2026-11-20T10:00:00Z", ...wish });
      }),
    );
    openPage(`${WORKING}&speaker=agent`, aMe());
    await userEvent.click(await screen.findByRole("button", { name: "שמירת החיפוש" }));
    await userEvent.type(screen.getByLabelText("שם החיפוש"), "שלי{Enter}");
    await waitFor(() => {
      expect(kept).toEqual([{ name: "שלי", asked: { q: "ביטול", speaker: "agent" } }]);
    });
  });
});

describe("the address of a search", () => {
  it("says the same from address to search and back, and drops what it does not know", () => {
    const address = "q=a+b&queue=x&from_ms=5&least_percent=60&speaker=agent&language=he&passed=false";
    expect(addressOf(wishFrom(new URLSearchParams(address))).toString()).toBe(address);
    expect(wishFrom(new URLSearchParams("speaker=dog&from_ms=-1&limit=9&q="))).toEqual({});
  });

  it("holds whole days", () => {
    expect(firstDay(startOf("2026-03-05"))).toBe("2026-03-05");
    expect(lastDay(endOf("2026-03-05"))).toBe("2026-03-05");
    expect(startOf("5.3.2026")).toBeNull();
  });
});
