import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import type {
  AgainstOut,
  AgreementOut,
  CellOut,
  ComparedQuestion,
  ComparisonOut,
  MeasureOut,
  RatingIn,
  SessionOut,
  SheetOut,
  TrustIn,
  TrustOut,
} from "../src/api";
import { apartIn, disagreementFirst, sentencesOf } from "../src/features/calibration/plain";
import { transcript } from "../src/workbench/testing/examples";
import { aCall, aMe } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

// The test browser has no fonts to wait for, and fields that grow with their text ask for them.
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });

const texts = (word: string) => ({ he: word, en: word });
const TRAINER = aMe({ id: "trainer", role: "trainer", interface_language: "en" });
const REVIEWER = aMe({ id: "noa", role: "reviewer", interface_language: "en" });

function aSession(change: Partial<SessionOut> = {}): SessionOut {
  const call = {
    agent_name: null,
    started_at: null,
    received_at: "2026-11-20T10:00:00Z",
    duration_ms: 61_000,
    simulated: false,
  };
  return {
    id: "s1",
    version: 7,
    title: "First calls",
    state: "compared",
    hides_machine: true,
    rubric: { id: "small", version: 1, title: texts("Small"), language: "he" },
    maker_name: "Trainer",
    created_at: "2026-11-20T10:00:00Z",
    opened_at: null,
    compared_at: null,
    done_at: null,
    participants: [
      { person_id: "noa", name: "Noa", handed_in_at: null, finished: 2 },
      { person_id: "dan", name: "Dan", handed_in_at: null, finished: 2 },
    ],
    calls: [
      { ...call, call_id: "c1", file_name: "one.wav", mine_finished: false },
      { ...call, call_id: "c2", file_name: "two.wav", mine_finished: true },
    ],
    scores: true,
    ...change,
  };
}

function aQuestion(id: string, text: string): ComparedQuestion {
  const option = (name: string, points: number) => ({ id: name, label: texts(name), points, auto_fail: null });
  return { id, kind: "phrase", text: texts(text), guide: null, critical: false, options: [option("yes", 4), option("no", 0)] };
}

function aCell(callId: string, questionId: string, noa: string, dan: string): CellOut {
  const rating = (person_id: string, option_id: string) => ({ person_id, option_id, not_applicable: false, note: null });
  return {
    call_id: callId,
    question_id: questionId,
    ratings: [rating("noa", noa), rating("dan", dan)],
    machine: { verdict: "said", option_id: "yes", probability: 0.9, why: texts("why"), evidence: [] },
    reference: null,
    apart: noa === dan ? 1 : 2,
  };
}

const COMPARISON: ComparisonOut = {
  session: aSession(),
  questions: [aQuestion("greeting", "Greeted"), aQuestion("patience", "Was patient")],
  cells: [
    aCell("c1", "greeting", "yes", "yes"),
    aCell("c2", "greeting", "yes", "yes"),
    aCell("c1", "patience", "no", "no"),
    aCell("c2", "patience", "yes", "no"),
  ],
  percents: [{ call_id: "c1", person_id: "noa", percent: 50 }],
  notes: [],
};

function aMeasure(change: Partial<MeasureOut> = {}): MeasureOut {
  return {
    name: "percent",
    weights: "none",
    value: 0.5,
    low: 0.01,
    high: 0.99,
    undefined: null,
    no_interval: null,
    units: 2,
    disagreed: 1,
    minority: 1,
    rough: true,
    prevalence: [
      { answer: "yes", share: 0.25 },
      { answer: "no", share: 0.75 },
    ],
    ...change,
  };
}

const SHARE = { agreed: 1, of: 2, value: 0.5, low: 0.01, high: 0.99 };
const AGAINST: AgainstOut = { units: 2, agreement: SHARE, by_answer: [{ answer: "yes", share: SHARE }], mixed: [] };
const AMONG = [
  aMeasure(),
  aMeasure({ name: "cohen_kappa", value: null, low: null, high: null, undefined: "one_answer_only" }),
  aMeasure({ name: "gwet_ac", value: 1, low: null, high: null, no_interval: "nobody_disagreed" }),
];

const AGREEMENT: AgreementOut = {
  questions: ["greeting", "patience"].map((question_id) => ({
    question_id,
    level: "nominal",
    among: AMONG,
    machine: AGAINST,
    machine_measures: AMONG,
    people: [],
  })),
  raters: [{ person_id: null, against: AGAINST, measures: AMONG }],
  score: aMeasure({ name: "krippendorff_alpha", value: 0.8, prevalence: [] }),
};

function aTrust(change: Partial<TrustOut> = {}): TrustOut {
  return {
    question_id: "patience",
    current: "suggest_only",
    proposed: "with_review",
    moves: "up",
    grounds: [
      { about: "units", found: 34, needed: 30, answer: null, met: true },
      { about: "answer", found: null, needed: 0.5, answer: "no", met: false },
      { about: "units", found: 34, needed: 10, answer: null, met: true },
    ],
    measured: AGAINST,
    latest: SHARE,
    engine: "engine",
    decisions: [],
    ...change,
  };
}

function serve(comparison: ComparisonOut = COMPARISON, trust: TrustOut[] = [aTrust()]): void {
  server.use(
    http.get("/api/calibration/s1", () => HttpResponse.json(comparison.session)),
    http.get("/api/calibration/s1/comparison", () => HttpResponse.json(comparison)),
    http.get("/api/calibration/s1/agreement", () => HttpResponse.json(AGREEMENT)),
    http.get("/api/calibration/s1/trust", () => HttpResponse.json(trust)),
  );
}

/** Opens the form in the first row, which is one on which people differ. */
async function settleFirst(table: HTMLElement): Promise<void> {
  const [first] = within(table).getAllByRole("button", { name: "Settle" });
  if (first) await userEvent.click(first);
}

describe("what the figures say", () => {
  it("is nothing where nobody can be compared, and little where everybody always agrees", () => {
    expect(sentencesOf([aMeasure({ units: 0, value: null })])[0]?.key).toBe("plain.nobody");
    const alike = sentencesOf([aMeasure({ disagreed: 0, value: 1, low: 0.16, high: 1 })]);
    expect(alike).toEqual([
      { key: "plain.all_alike", numbers: { units: 2 } },
      { key: "plain.yet", shares: { low: 0.16 } },
    ]);
  });

  it("warns of kappa where one answer is nearly all there is, and of rough intervals", () => {
    const skewed = aMeasure({ units: 20, disagreed: 2, minority: 2, prevalence: [{ answer: "yes", share: 0.95 }] });
    expect(sentencesOf([skewed]).map((one) => one.key)).toEqual(["plain.alike", "plain.skewed", "plain.rough"]);
    const varied = aMeasure({ units: 20, disagreed: 9, minority: 9, rough: false });
    expect(sentencesOf([varied]).map((one) => one.key)).toEqual(["plain.alike"]);
  });

  it("puts what people differ on first, questions and calls alike", () => {
    const [first, second] = disagreementFirst(COMPARISON);
    expect([first?.question.id, second?.question.id]).toEqual(["patience", "greeting"]);
    expect(first?.cells.map((cell) => cell.call_id)).toEqual(["c2", "c1"]);
    expect(apartIn(second?.cells ?? [])).toBe(0);
  });
});

describe("the comparison", () => {
  it("shows every answer beside the others, the machine's apart from people's", async () => {
    serve();
    openPage("/calibration/s1", TRAINER);
    const table = await screen.findByRole("table", { name: "Answers to: Was patient" });
    const rows = within(table).getAllByRole("row").map((row) => [...row.children].map((cell) => cell.textContent));
    expect(rows[1]?.slice(0, 4)).toEqual(["two.wavDifferent", "yes", "no", "yes"]);
    const heads = screen.getAllByRole("heading", { level: 3 }).map((head) => head.textContent);
    expect(heads.slice(0, 2)).toEqual(["Was patient", "Greeted"]);
  });

  it("gives each coefficient its interval or says why it has none, and how common the answers are", async () => {
    serve();
    openPage("/calibration/s1", REVIEWER);
    const table = await screen.findByRole("table", { name: "Agreement among people: Was patient", hidden: true });
    const told = within(table)
      .getAllByRole("row", { hidden: true })
      .slice(1)
      .map((row) => within(row).getAllByRole("cell", { hidden: true }).slice(0, 2).map((cell) => cell.textContent));
    expect(told).toEqual([
      ["50%", "1% – 99% (rough)"],
      ["everybody always gave the same answer: nothing is left to hold against chance", "–"],
      ["1.00", "nobody differed, so there is no spread to work an interval out from"],
    ]);
    expect(screen.getAllByText("75%").length).toBeGreaterThan(0);
    expect(screen.getAllByText(/Only a person moves a question/)).toHaveLength(1);
  });

  it("says the same in Hebrew, from right to left", async () => {
    serve();
    openPage("/calibration/s1", aMe({ id: "noa", role: "reviewer", interface_language: "he" }));
    await screen.findByRole("table", { name: "התשובות לשאלה: Was patient" });
    expect((await screen.findAllByText("כולם ענו תמיד אותה תשובה, ואין מה להשוות למקרה")).length).toBeGreaterThan(0);
    expect(document.documentElement.dir).toBe("rtl");
  });

  it("settles an answer on the version that was read, with what was decided", async () => {
    serve();
    const sent: unknown[] = [];
    server.use(
      http.put("/api/calibration/s1/references/c2/patience", async ({ request }) => {
        sent.push(await request.json(), request.headers.get("If-Match"));
        const reference = { option_id: "no", not_applicable: false, why: "Sighed", person_name: "T", decided_at: "2026-11-20T10:00:00Z" };
        const cells = COMPARISON.cells.map((cell) => (cell.apart > 1 ? { ...cell, reference } : cell));
        return HttpResponse.json({ ...COMPARISON, session: aSession({ version: 8 }), cells });
      }),
    );
    openPage("/calibration/s1", TRAINER);
    const table = await screen.findByRole("table", { name: "Answers to: Was patient" });
    await settleFirst(table);
    await userEvent.click(within(table).getByRole("radio", { name: "no" }));
    await userEvent.type(within(table).getByRole("textbox"), "Sighed");
    await userEvent.click(within(table).getByRole("button", { name: "Save" }));
    await within(table).findByText("Sighed");
    expect(sent).toEqual([{ option_id: "no", not_applicable: false, why: "Sighed" }, '"7"']);
  });

  it("keeps what was being written when somebody else was first", async () => {
    serve();
    const stale = { error: { code: "stale_version", message: "", detail: null } };
    server.use(http.put("/api/calibration/s1/references/c2/patience", () => HttpResponse.json(stale, { status: 412 })));
    openPage("/calibration/s1", TRAINER);
    const table = await screen.findByRole("table", { name: "Answers to: Was patient" });
    await settleFirst(table);
    await userEvent.click(within(table).getByRole("radio", { name: "no" }));
    await userEvent.type(within(table).getByRole("textbox"), "Sighed");
    await userEvent.click(within(table).getByRole("button", { name: "Save" }));
    await within(table).findByRole("alert");
    expect(within(table).getByRole<HTMLTextAreaElement>("textbox").value).toBe("Sighed");
  });

  it("moves trust only by a person's decision with a reason, and offers it to nobody else", async () => {
    serve();
    const sent: TrustIn[] = [];
    server.use(
      http.post<never, TrustIn>("/api/calibration/s1/trust/patience", async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json([aTrust({ current: "with_review", proposed: "with_review", moves: null })]);
      }),
    );
    openPage("/calibration/s1", TRAINER);
    const accept = await screen.findByRole<HTMLButtonElement>("button", { name: "Accept" });
    expect(accept.disabled).toBe(true);
    screen.getByText(/Settled calls that the machine answered: 34; it takes 30/);
    screen.getByText(/Where the answer is “no”, at the lower end of the interval: nothing; it takes 50%/);
    await userEvent.type(screen.getByRole("textbox", { name: "Why" }), "Measured");
    await userEvent.click(accept);
    await waitFor(() => {
      expect(screen.queryByRole("button", { name: "Accept" })).toBeNull();
    });
    expect(sent).toEqual([{ current: "suggest_only", proposed: "with_review", accept: true, reason: "Measured" }]);
  });

  it("offers reviewers notes and nothing to settle", async () => {
    serve();
    openPage("/calibration/s1", REVIEWER);
    expect(await screen.findAllByRole("button", { name: "Add a note" })).toHaveLength(2);
    for (const name of ["Settle", "Accept", "Finish the session"]) {
      expect(screen.queryByRole("button", { name })).toBeNull();
    }
  });
});

describe("scoring", () => {
  it("says on the call's own page why nothing is shown there, and where to go", async () => {
    const refusal = { error: { code: "rated_blind", message: "", detail: null } };
    server.use(
      http.get("/api/calls/c1", () => HttpResponse.json(aCall({ id: "c1" }))),
      http.get("/api/calls/c1/evaluation", () => HttpResponse.json(refusal, { status: 403 })),
    );
    openPage("/calls/c1", REVIEWER);
    await screen.findByRole("heading", { name: "This call is being scored in a calibration session" });
    expect(screen.getByRole("link", { name: "To the calibration sessions" }).getAttribute("href")).toBe("/calibration");
  });

  it("shows how far everybody is and holds back handing in until all is scored", async () => {
    serve({ ...COMPARISON, session: aSession({ state: "open" }) });
    openPage("/calibration/s1", REVIEWER);
    const handIn = await screen.findByRole<HTMLButtonElement>("button", { name: "I am done, compare" });
    expect(handIn.disabled).toBe(true);
    screen.getByText("Calls to finish: 1");
    expect(screen.getAllByText("2 of 2 calls")).toHaveLength(2);
    expect(screen.queryByRole("table")).toBeNull();
  });

  // The workbench is loaded on its own, which takes the test browser a while.
  it("sends an answer to one's own sheet, on its version, and never to the call's evaluation", async () => {
    serve({ ...COMPARISON, session: aSession({ state: "open" }) });
    const sheet: SheetOut = {
      id: "sheet",
      version: 3,
      editable: true,
      complete: false,
      call: aCall({ id: "c1" }),
      rubric: { id: "small", version: 1, title: texts("Small"), language: "he" },
      sections: [
        {
          id: "all",
          title: texts("All"),
          failed: false,
          questions: [
            {
              ...aQuestion("patience", "Was patient"),
              suggestion: null,
              answer: null,
              points: null,
              points_possible: 4,
              decided_by: "nobody",
              not_applicable: null,
              asked: true,
              condition: null,
            },
          ],
        },
      ],
    };
    const sent: unknown[] = [];
    server.use(
      http.get("/api/calibration/s1/sheets/c1", () => HttpResponse.json(sheet)),
      http.get("/api/calls/c1/transcript", () => HttpResponse.json(transcript())),
      http.get("/api/calls/c1/peaks", () => HttpResponse.json({ duration_ms: 1000, step_ms: 500, channels: [] })),
      http.post("/api/calls/c1/audio-address", () =>
        HttpResponse.json({ url: "/api/audio/token", expires_at: new Date(Date.now() + 300_000).toISOString() }),
      ),
      http.put<{ id: string }, RatingIn>("/api/calibration/s1/sheets/c1/ratings/:id", async ({ request, params }) => {
        sent.push([params.id, request.headers.get("If-Match"), await request.json()]);
        return HttpResponse.json({ ...sheet, version: 4, complete: true });
      }),
    );
    openPage("/calibration/s1/calls/c1", REVIEWER);
    await userEvent.click(await screen.findByRole("button", { name: "yes" }, { timeout: 10_000 }));
    await waitFor(() => {
      expect(sent).toEqual([["patience", '"3"', { option_id: "yes", not_applicable: false, note: null }]]);
    });
  });
});
