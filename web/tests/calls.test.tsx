import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import type { CallOut } from "../src/api";
import { addressOf, listingFrom } from "../src/features/calls/filters";
import { doneShare, STAGES } from "../src/features/calls/stages";
import { evaluation, transcript } from "../src/workbench/testing/examples";
import { FakeEventSource } from "./eventSource";
import { aCall, aMe, aPage, aPerson } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

beforeEach(() => {
  FakeEventSource.install();
});

/** The server answers with `pages` in turn, the last one for ever; gives the addresses that were asked. */
function serveCalls(...pages: unknown[]): URLSearchParams[] {
  const asked: URLSearchParams[] = [];
  server.use(
    http.get("/api/calls", ({ request }) => {
      asked.push(new URL(request.url).searchParams);
      return HttpResponse.json((pages.length > 1 ? pages.shift() : pages[0]) as never);
    }),
  );
  return asked;
}

describe("the filters of the call list", () => {
  it("are read from the address", async () => {
    const asked = serveCalls(aPage([aCall()]));
    openPage("/calls?state=ready&language=en&q=billing", aMe());
    await screen.findByText("first.wav");
    expect(Object.fromEntries(asked[0] ?? [])).toEqual({ state: "ready", language: "en", q: "billing", limit: "30" });
    expect(screen.getByRole("button", { name: /מוכנות/ }).getAttribute("aria-pressed")).toBe("true");
    expect(screen.getByLabelText<HTMLInputElement>("חיפוש").value).toBe("billing");
  });

  it("are written into the address", async () => {
    const asked = serveCalls(aPage([aCall()]));
    const router = openPage("/calls?language=en", aMe());
    await userEvent.click(await screen.findByRole("button", { name: /נכשלו/ }));
    expect(router.state.location.search).toBe("?state=failed&language=en");
    await waitFor(() => {
      expect(asked.at(-1)?.get("state")).toBe("failed");
    });
  });

  it("keep the cursor in the field of the search while its words go into the address", async () => {
    const asked = serveCalls(aPage([aCall()]));
    const router = openPage("/calls", aMe());
    const field = await screen.findByLabelText<HTMLInputElement>("חיפוש");
    await userEvent.type(field, "חיוב");
    await waitFor(() => {
      expect(new URLSearchParams(router.state.location.search).get("q")).toBe("חיוב");
    });
    await waitFor(() => {
      expect(asked.at(-1)?.get("q")).toBe("חיוב");
    });
    expect(field.isConnected).toBe(true);
    expect(document.activeElement).toBe(field);
  });

  it("hold for what is taken away as a file, in the page's language", async () => {
    serveCalls(aPage([aCall()]));
    openPage("/calls?language=en&order=could_flip", aMe());
    await screen.findByText("first.wav");
    await userEvent.click(screen.getByRole("button", { name: "ייצוא" }));
    const items = await screen.findAllByRole<HTMLAnchorElement>("menuitem");
    expect(items.map((item) => item.getAttribute("href"))).toEqual(
      ["xlsx", "csv", "answers.csv", "jsonl"].map((kind) => `/api/evaluations.${kind}?language=en&texts=he`),
    );
  });

  it("offer to be cleared where nothing fits", async () => {
    serveCalls(aPage([]));
    const router = openPage("/calls?q=nothing", aMe());
    await screen.findByText("אין שיחות שמתאימות לסינון");
    const [clear] = screen.getAllByRole("button", { name: "ניקוי הסינון" });
    if (clear === undefined) throw new Error("nothing to clear the filters with");
    await userEvent.click(clear);
    await screen.findByText("עוד אין כאן שיחות");
    expect(router.state.location.search).toBe("");
    expect(screen.getByLabelText<HTMLInputElement>("חיפוש").value).toBe("");
  });

  it("ignore what they do not know, and stay the same from address to filters and back", () => {
    expect(listingFrom(new URLSearchParams("state=purple&language=he"))).toMatchObject({ state: null, language: "he" });
    const address = "order=could_flip&state=failed&language=he&evaluation=draft&agent_id=7&q=a+b";
    expect(addressOf(listingFrom(new URLSearchParams(address))).toString()).toBe(address);
  });
});

describe("the call list", () => {
  it("puts the calls whose result may still change first, and keeps that order when filters are cleared", async () => {
    const asked = serveCalls(aPage([aCall()]));
    const router = openPage("/calls?language=he", aMe());
    await userEvent.click(await screen.findByRole("combobox", { name: "סדר" }));
    await userEvent.click(await screen.findByRole("option", { name: "הפחות מוכרעות תחילה", hidden: true }));
    await waitFor(() => {
      expect(asked.at(-1)?.get("order")).toBe("could_flip");
    });
    const [clear] = screen.getAllByRole("button", { name: "ניקוי הסינון" });
    if (clear === undefined) throw new Error("nothing to clear the filters with");
    await userEvent.click(clear);
    expect(router.state.location.search).toBe("?order=could_flip");
  });

  it("goes on from where it stopped", async () => {
    const asked = serveCalls(
      aPage([aCall()], { next_cursor: "after-1" }),
      aPage([aCall({ id: "call-2", file_name: "second.wav" })]),
    );
    openPage("/calls", aMe());
    await userEvent.click(await screen.findByRole("button", { name: "הצגת עוד" }));
    await screen.findByText("second.wav");
    expect(screen.getByText("first.wav")).toBeTruthy();
    expect(asked[1]?.get("cursor")).toBe("after-1");
  });

  it("says the score in words before the number, and that no person has seen it", async () => {
    const evaluation = { id: "e", state: "draft", percent: 92.4, passed: true, machine_only: true, could_flip: 0.2, unsure: 2 } as const;
    serveCalls(aPage([aCall({ evaluation })]));
    openPage("/calls", aMe());
    const row = within((await screen.findByText("first.wav")).closest("tr") as HTMLElement);
    expect(row.getByText("שיחה מצוינת")).toBeTruthy();
    expect(row.getByText("92 מתוך 100")).toBeTruthy();
    expect(row.getByRole("img", { name: "הצעת המערכת, עוד לא נבדקה" })).toBeTruthy();
    expect(row.getByText("המערכת לא בטוחה בשתי שאלות")).toBeTruthy();
  });

  it("shows why a call failed, and tries again when asked", async () => {
    const problem = { code: "undecodable", message: "broken", attempts: 3, can_retry: true };
    serveCalls(aPage([aCall({ state: "failed", problem })]));
    server.use(http.post("/api/calls/call-1/retry", () => HttpResponse.json(aCall({ state: "waiting" }))));
    openPage("/calls", aMe());
    await screen.findByText(/לא הצלחנו לפענח את ההקלטה/);
    serveCalls(aPage([aCall({ state: "waiting" })]));
    await userEvent.click(screen.getByRole("button", { name: "לנסות שוב" }));
    await screen.findByText("ממתינה לתורה");
  });

  it("shows the server's own words for a cause that has no translation", async () => {
    const problem = { code: "never_heard_of", message: "The moon was in the way", attempts: 1, can_retry: false };
    serveCalls(aPage([aCall({ state: "failed", problem })]));
    openPage("/calls", aMe());
    await screen.findByText("The moon was in the way");
    expect(screen.queryByRole("button", { name: "לנסות שוב" })).toBeNull();
  });

  it("offers to load again when the server cannot be reached", async () => {
    server.use(http.get("/api/calls", () => HttpResponse.json({}, { status: 400 })));
    openPage("/calls", aMe());
    await screen.findByText("לא הצלחנו לטעון את הדף");
    serveCalls(aPage([aCall()]));
    await userEvent.click(screen.getByRole("button", { name: "ניסיון נוסף" }));
    await screen.findByText("first.wav");
  });
});

describe("a call on its way", () => {
  const moving = aCall({ state: "processing", progress: { stage: "decode", share: 0, attempts: 1 } });

  it("moves in its row, without the list being read again", async () => {
    const asked = serveCalls(aPage([moving]));
    openPage("/calls", aMe());
    await screen.findByText("פענוח ההקלטה");
    const progress = { stage: "transcribe", share: 0.5, attempts: 1 };
    FakeEventSource.latest.tell({ call_id: "call-1", state: "processing", progress, problem: null });
    await screen.findByText("תמלול");
    expect(Number(screen.getByRole("progressbar").getAttribute("aria-valuenow"))).toBeCloseTo(48);
    expect(asked).toHaveLength(1);
  });

  it("gets its score as soon as it is ready", async () => {
    const evaluation = { id: "e", state: "draft", percent: 75, passed: true, machine_only: true, could_flip: 0.2, unsure: 0 } as const;
    serveCalls(aPage([moving]), aPage([aCall({ evaluation })]));
    openPage("/calls", aMe());
    await screen.findByText("פענוח ההקלטה");
    FakeEventSource.latest.tell({ call_id: "call-1", state: "ready", progress: null, problem: null });
    await screen.findByText("שיחה טובה");
  });

  it("appears when it has come in some other way", async () => {
    serveCalls(aPage([]), aPage([moving]));
    openPage("/calls", aMe());
    await screen.findByText("עוד אין כאן שיחות");
    const progress = { stage: "received", share: 0, attempts: 1 };
    FakeEventSource.latest.tell({ call_id: "call-1", state: "waiting", progress, problem: null });
    await screen.findByText("first.wav");
  });

  it("catches up with what happened while the line was broken", async () => {
    serveCalls(aPage([moving]), aPage([aCall({ file_name: "later.wav" })]));
    openPage("/calls", aMe());
    await screen.findByText("first.wav");
    FakeEventSource.latest.dispatchEvent(new Event("error"));
    FakeEventSource.latest.dispatchEvent(new Event("open"));
    await screen.findByText("later.wav");
  });

  it("never goes backwards from stage to stage", () => {
    const shares = STAGES.flatMap((stage) => [0, 0.5, 1].map((share) => doneShare({ stage, share })));
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
  });
});

describe("a call that belongs to nobody yet", () => {
  it("can be given to an agent", async () => {
    const agent = aPerson({ id: "agent-7", name: "אמיר לוי", role: "agent" });
    const told: unknown[] = [];
    openPage("/calls/call-1", aMe());
    server.use(
      http.get("/api/people", () => HttpResponse.json([agent])),
      http.get("/api/calls/call-1", () => HttpResponse.json(aCall())),
      http.get("/api/calls/call-1/evaluation", () => HttpResponse.json({}, { status: 404 })),
      http.get("/api/calls", () => HttpResponse.json(aPage([]))),
      http.patch("/api/calls/call-1", async ({ request }) => {
        told.push(await request.json());
        return HttpResponse.json(aCall({ agent }));
      }),
    );
    await userEvent.click(await screen.findByLabelText("הנציג או הנציגה בשיחה"));
    await userEvent.click(await screen.findByRole("option", { name: "אמיר לוי", hidden: true }));
    await waitFor(() => {
      expect(screen.getByLabelText<HTMLInputElement>("הנציג או הנציגה בשיחה").value).toBe("אמיר לוי");
    });
    expect(told).toEqual([{ agent_id: "agent-7" }]);
  });
});

describe("a call that was reviewed before", () => {
  // The test browser has no fonts to wait for, and fields that grow with their text ask for them.
  Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
  const brief = { state: "draft", percent: 50, passed: true, machine_only: false, could_flip: 0, unsure: 0 } as const;

  it("stays open while it is scored again, and then offers the new state", async () => {
    let scored = "ev-1";
    let state: CallOut["state"] = "processing";
    server.use(
      http.get("/api/calls/call-1", () => HttpResponse.json(aCall({ state, evaluation: { id: scored, ...brief } }))),
      http.get("/api/calls/call-1/evaluation", () => HttpResponse.json(evaluation({ id: scored }))),
      http.get("/api/calls/call-1/transcript", () => HttpResponse.json(transcript())),
      http.get("/api/calls/call-1/peaks", () => HttpResponse.json({ duration_ms: 1000, step_ms: 500, channels: [] })),
      http.get("/api/calls/call-1/findings", () => HttpResponse.json({})),
      http.post("/api/calls/call-1/audio-address", () => HttpResponse.json({}, { status: 404 })),
    );
    openPage("/calls/call-1", aMe({ interface_language: "en" }));
    await screen.findByText("This call is being looked at again with its newest words. You can go on working.");
    await screen.findByRole("heading", { name: "Transcript" });
    scored = "ev-2";
    state = "ready";
    FakeEventSource.latest.tell({ call_id: "call-1", state: "ready", progress: null, problem: null });
    await userEvent.click(await screen.findByRole("button", { name: "Show the new state" }));
    await waitFor(() => {
      expect(screen.queryByText(/scored anew/)).toBeNull();
    });
    await screen.findByRole("heading", { name: "Transcript" });
  });

  it("says that hearing it again failed, and shows what was there before", async () => {
    const problem = { code: "worker_lost", message: "the worker fell silent", attempts: 3, can_retry: true };
    server.use(
      http.get("/api/calls/call-1", () =>
        HttpResponse.json(aCall({ state: "failed", problem, evaluation: { id: "ev-1", ...brief } })),
      ),
      http.get("/api/calls/call-1/evaluation", () => HttpResponse.json(evaluation())),
      http.get("/api/calls/call-1/transcript", () => HttpResponse.json(transcript())),
      http.get("/api/calls/call-1/peaks", () => HttpResponse.json({ duration_ms: 1000, step_ms: 500, channels: [] })),
      http.get("/api/calls/call-1/findings", () => HttpResponse.json({})),
      http.post("/api/calls/call-1/audio-address", () => HttpResponse.json({}, { status: 404 })),
    );
    openPage("/calls/call-1", aMe({ interface_language: "en" }));
    await screen.findByRole("heading", { name: "Transcript" });
    const told = await screen.findByText(/The second processing failed/);
    const notice = told.closest<HTMLElement>('[role="status"]');
    expect(notice && within(notice).getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});
