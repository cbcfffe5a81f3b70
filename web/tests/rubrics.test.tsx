import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import { ApiError, type DraftCheck, type Replay, type RubricOut, type Side } from "../src/api";
import { asNextVersion, DraftDesk, draftDesk } from "../src/features/rubrics/desk";
import { csvOf, guarded } from "../src/features/rubrics/sheet";
import { FakeEventSource } from "./eventSource";
import { aMe } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

const TITLE = { he: "מחוון קטן", en: "Small" };
const BRIEF = { id: "small", version: 2, title: TITLE, language: "he" } as const;
const NOBODY = { yes: 0, no: 0, unsure: 0, not_applicable: 0 };

function aRubric(change: Partial<RubricOut> = {}): RubricOut {
  return {
    id: "small",
    version: 2,
    language: "he",
    title: TITLE,
    questions: 3,
    in_use: true,
    versions: [
      { version: 2, published_at: "2026-11-20T10:00:00Z" },
      { version: 1, published_at: "2026-11-10T10:00:00Z" },
    ],
    ...change,
  };
}

function aCheck(change: Partial<DraftCheck> = {}): DraftCheck {
  return {
    standing: "publishable",
    draft: BRIEF,
    present: { ...BRIEF, version: 1 },
    questions: 3,
    next_version: null,
    heard_calls: 2,
    problems: [],
    ...change,
  };
}

function aSide(change: Partial<Side> = {}): Side {
  return {
    outcome: "yes",
    verdict: "said",
    option_id: "said",
    option: { he: "נאמר", en: "Said" },
    decided_by: "machine",
    probability: 0.9,
    why: { he: "נשמע בשיחה.", en: "Heard." },
    evidence: [],
    ...change,
  };
}

function aReplay(change: Partial<Replay> = {}): Replay {
  const numbers = { percent: 80, passed: 1, failed: 0, open: 1 };
  const standing = { percent: 80, low: 60, high: 90, passed: true, undecided: 0 };
  return {
    draft: BRIEF,
    present: { ...BRIEF, version: 1 },
    witness: "text",
    problems: [],
    totals: { calls: 1, before: numbers, after: { ...numbers, percent: 60 } },
    flips: [
      {
        question_id: "goodbye",
        call_id: "call-1",
        before: aSide({ evidence: [{ start_ms: 61_500, end_ms: 63_000, speaker: "agent", text: "=המשך יום, נעים" }] }),
        after: aSide({ outcome: "no", verdict: "not_said", option_id: "not_said", option: { he: "לא נאמר", en: "No" } }),
      },
    ],
    questions: [
      {
        question_id: "goodbye",
        was: null,
        kind: "phrase",
        text: { he: "נפרד בברכה", en: "Took leave" },
        change: "changed",
        before: { ...NOBODY, yes: 1 },
        after: { ...NOBODY, no: 1 },
        flips: 1,
        flips_to: { ...NOBODY, no: 1 },
      },
    ],
    agents: [
      { agent_id: "a", agent_name: "דנה", calls: 1, before: numbers, after: { ...numbers, percent: 60 } },
    ],
    calls: [
      {
        call_id: "call-1",
        file_name: "first.wav",
        at: "2026-11-20T10:00:00Z",
        agent_id: "a",
        agent_name: "דנה",
        before: standing,
        after: { ...standing, percent: 60, passed: false },
        flips: 1,
        passing_changed: true,
        witness: "text",
      },
    ],
    lost_answers: [],
    left_out: [],
    ...change,
  };
}

function answersInLines(...steps: object[]) {
  const text = steps.map((step) => `${JSON.stringify(step)}\n`).join("");
  return HttpResponse.text(text, { headers: { "Content-Type": "application/x-ndjson" } });
}

const trainer = aMe({ role: "trainer" });

beforeEach(() => {
  FakeEventSource.install();
  draftDesk.clear();
  server.use(
    http.get("/api/rubrics", () => HttpResponse.json([aRubric()])),
    http.post("/api/rubrics/check", () => HttpResponse.json(aCheck())),
  );
});

async function write(text: string) {
  const field = await screen.findByLabelText("הטקסט של הטיוטה");
  await userEvent.click(field);
  await userEvent.paste(text);
  return field as HTMLTextAreaElement;
}

describe("the list of rubrics", () => {
  it("shows versions to everybody who reviews, and drafts to those who may publish", async () => {
    openPage("/rubrics", aMe({ role: "reviewer" }));
    await screen.findByRole("heading", { name: "מחוון קטן" });
    expect(screen.getByRole("link", { name: "גרסה 1" }).getAttribute("href")).toBe(
      "/rubrics/published/small?version=1",
    );
    expect(screen.queryByRole("link", { name: "ניסוי של טיוטה" })).toBeNull();
  });

  it("is no page for an agent, and the draft is none for a reviewer", async () => {
    openPage("/rubrics/draft", aMe({ role: "reviewer" }));
    await screen.findByRole("heading", { name: "הדף לא נמצא" });
  });
});

describe("a draft", () => {
  it("is told what is wrong, by line and question, and is led to it", async () => {
    const problem = { line: 2, question: "goodbye", message: "a number was expected", severity: "error" as const };
    server.use(
      http.post("/api/rubrics/check", () =>
        HttpResponse.json(aCheck({ standing: "unreadable", draft: null, problems: [problem] })),
      ),
    );
    openPage("/rubrics/draft", trainer);
    const field = await write("id: small\nversion: two\n");
    await userEvent.click(await screen.findByRole("button", { name: /שורה 2.*goodbye.*a number was expected/ }));
    expect([field.selectionStart, field.selectionEnd]).toEqual([10, 22]);
    expect(screen.queryByRole("button", { name: "לנסות על השיחות" })).toBeNull();
    expect(screen.queryByRole("button", { name: "פרסום" })).toBeNull();
  });

  it("is tried on calls: the answers that differ lead to their moments", async () => {
    const wishes: unknown[] = [];
    server.use(
      http.post("/api/rubrics/replay", async ({ request }) => {
        wishes.push(await request.json(), request.headers.get("X-CSRF-Token"));
        return answersInLines({ progress: { done: 0, total: 1 } }, { progress: { done: 1, total: 1 } }, { replay: aReplay() });
      }),
    );
    openPage("/rubrics/draft", trainer);
    await write("id: small");
    await userEvent.click(await screen.findByRole("button", { name: "לנסות על השיחות" }));
    await screen.findByRole("heading", { name: "תשובה אחת משתנה, ב־1 מתוך 1 שיחות" });
    expect(wishes).toEqual([{ source: "id: small", last: 200 }, "token-1"]);
    const group = screen.getByRole("region", { name: "נפרד בברכה" });
    expect(within(group).getByRole("link").getAttribute("href")).toBe("/calls/call-1?t=61500");
    expect(within(group).getByText("נאמר")).toBeTruthy();
    expect(within(group).getByText("לא נאמר")).toBeTruthy();
    expect(screen.getByText(/לפי הטקסט בלבד/)).toBeTruthy();
    const agents = screen.getByRole("table", { name: "לפי נציגים" });
    expect(within(agents).getAllByRole("row")).toHaveLength(3);
    await write("\nversion: 3");
    await screen.findByText(/הטקסט השתנה מאז הניסוי/);
  });

  it("says why a trial ended before its report", async () => {
    server.use(
      http.post("/api/rubrics/replay", () =>
        answersInLines({ progress: { done: 0, total: 1 } }, { problem: { code: "too_many", message: "busy" } }),
      ),
    );
    openPage("/rubrics/draft", trainer);
    await write("id: small");
    await userEvent.click(await screen.findByRole("button", { name: "לנסות על השיחות" }));
    expect((await screen.findByRole("alert")).textContent).toBe("יותר מדי ניסיונות. חכו מעט ונסו שוב.");
  });

  it("is published after a second question, and a taken version is told in words", async () => {
    const taken = { error: { code: "already_published", message: "no", detail: null } };
    server.use(http.post("/api/rubrics", () => HttpResponse.json(taken, { status: 409 })));
    openPage("/rubrics/draft", trainer);
    await write("id: small");
    await userEvent.click(await screen.findByRole("button", { name: "פרסום" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText("הנוסח הזה עוד לא נוסה על שיחות.")).toBeTruthy();
    await userEvent.click(within(dialog).getByRole("button", { name: "לפרסם" }));
    expect((await within(dialog).findByRole("alert")).textContent).toContain("כבר פורסמה בנוסח אחר");
  });

  it("cannot be published where its version is taken", async () => {
    server.use(
      http.post("/api/rubrics/check", () => HttpResponse.json(aCheck({ standing: "taken", next_version: 3 }))),
    );
    openPage("/rubrics/draft", trainer);
    await write("id: small");
    await screen.findByText("הגרסה הזאת כבר פורסמה בנוסח אחר. כדי לפרסם, כתבו version: 3.");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "פרסום" }).disabled).toBe(true);
  });
});

describe("the desk", () => {
  it("keeps only the report of the newest trial, and none after it was stopped", async () => {
    const ends: ((replay: Replay) => void)[] = [];
    const desk = new DraftDesk(
      (_wish, _progress, signal) =>
        new Promise((resolve, reject) => {
          ends.push(resolve);
          signal.addEventListener("abort", () => {
            reject(new ApiError(0, null));
          });
        }),
    );
    desk.write("first");
    const first = desk.replay();
    desk.write("second");
    const second = desk.replay();
    ends[1]?.(aReplay());
    await Promise.all([first, second]);
    expect(desk.now()).toMatchObject({ replayed: "second", state: { kind: "done" } });
    const third = desk.replay();
    desk.stop();
    await third;
    await waitFor(() => {
      expect(desk.now().state).toEqual({ kind: "none" });
    });
  });

  it("starts the next version from a published one", () => {
    expect(asNextVersion("# version: 1\nid: a\nversion: 1 # first\nquestions:\n  version: 1\n", 1)).toBe(
      "# version: 1\nid: a\nversion: 2\nquestions:\n  version: 1\n",
    );
  });
});

describe("a replay as a table", () => {
  it.each(["=1+1", "+1", "-1", "@sum", "\t=1", " =1", "\r=1", "＝1"])("never hands a formula to a spreadsheet: %j", (text) => {
    expect(guarded(text)).toBe(`'${text}`);
  });

  it("leaves other texts as they are", () => {
    for (const text of ["שלום", "a=b", "", "1-2"]) expect(guarded(text)).toBe(text);
  });

  it("has a row a flip, and one for a call without any", () => {
    const [call] = aReplay().calls;
    if (call === undefined) throw new Error("the example has a call");
    const other = { ...call, call_id: "call-2", file_name: 'a "b".wav', flips: 0 };
    const lines = csvOf(aReplay({ calls: [call, other] }), "he").split("\r\n");
    expect(lines[0]).toMatch(/^\ufeffcall,file,agent,percent_before,/);
    expect(lines[1]).toBe(
      "call-1,first.wav,דנה,80,60,true,false,goodbye,נפרד בברכה,נאמר,לא נאמר,machine,machine," +
        "\"'=המשך יום, נעים\",61500,63000,נשמע בשיחה.",
    );
    expect(lines[2]).toMatch(/^call-2,"a ""b"".wav",דנה,80,60,true,false,,/);
    expect(lines[3]).toBe("");
  });
});
