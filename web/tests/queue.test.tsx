import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import type { AssignmentOut, BulkIn, PlanIn, PlanOut, PreviewIn, QueueOut } from "../src/api";
import { recipeOf, newTarget, wishOf } from "../src/features/queue/recipe";
import { formatWeek, mondayOf, weekOf } from "../src/features/queue/weeks";
import { FakeEventSource } from "./eventSource";
import { aCall, aMe, aPage, aPerson } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

const REVIEWER = aMe({ id: "noa", role: "reviewer", interface_language: "en" });
const TRAINER = aMe({ id: "yoav", role: "trainer", interface_language: "en" });

function anAssignment(change: Partial<AssignmentOut> = {}): AssignmentOut {
  return {
    id: "a1",
    version: 1,
    state: "open",
    call: aCall({ agent: aPerson({ id: "dana", name: "Dana", role: "agent" }) }),
    reviewer: { id: "noa", name: "Noa" },
    plan: { id: "p1", name: "Weekly" },
    why: [{ kind: "random", week: "2026-W47", place: 1, of: 2, drawn_from: 14 }],
    assigned_at: "2026-11-20T10:00:00Z",
    due_at: "2026-11-27T10:00:00Z",
    overdue: false,
    started: false,
    blind: false,
    completed_at: null,
    ...change,
  };
}

function aQueue(items: AssignmentOut[], change: Partial<QueueOut> = {}): QueueOut {
  const counts = { open: items.length, overdue: 0, started: 0, done_this_week: 0, waiting: 0 };
  return { items, next_cursor: null, counts, pool: false, ...change };
}

beforeEach(() => {
  FakeEventSource.install();
});

describe("my queue", () => {
  it("says why each call was chosen and until when", async () => {
    const late = anAssignment({ id: "a0", overdue: true, why: [{ kind: "could_flip", value: 0.31 }, { kind: "new_agent" }] });
    server.use(http.get("/api/queue", () => HttpResponse.json(aQueue([late, anAssignment()]))));
    openPage("/queue", REVIEWER);
    const [first, second] = (await screen.findAllByRole("listitem")).filter((row) => within(row).queryByText("Dana"));
    expect(first?.textContent).toContain("a chance of 31%");
    expect(first?.textContent).toContain("An agent in their first weeks");
    expect(first?.textContent).toContain("Was due");
    expect(second?.textContent).toMatch(/Picked at random out of the agent's 14 calls in the week of 16\s*–\s*22 Nov/);
    expect(second?.textContent).toContain("From the plan Weekly");
    expect(screen.queryByRole("link", { name: "Sampling plans" })).toBeNull();
  });

  it("goes on with the next call", async () => {
    server.use(
      http.get("/api/queue", () => HttpResponse.json(aQueue([anAssignment()]))),
      http.post("/api/queue/next", () => HttpResponse.json({ assignment: anAssignment(), taken: false })),
      http.get("/api/calls/call-1", () => HttpResponse.json(aCall({ state: "waiting" }))),
    );
    const router = openPage("/queue", REVIEWER);
    await userEvent.click(await screen.findByRole("button", { name: "Start with the next call" }));
    await waitFor(() => {
      expect(router.state.location.pathname).toBe("/calls/call-1");
    });
  });

  it("offers the open calls where nothing waits, and says so when there are none", async () => {
    server.use(
      http.get("/api/queue", () => HttpResponse.json(aQueue([], { pool: true }))),
      http.post("/api/queue/next", () => HttpResponse.json({ assignment: null, taken: false })),
    );
    openPage("/queue", REVIEWER);
    await userEvent.click(await screen.findByRole("button", { name: "Take a call to review" }));
    expect(await screen.findByText(/No more calls wait/)).toBeTruthy();
  });

  it("hides the reason of a call that one judges blind", async () => {
    const blind = anAssignment({ blind: true, plan: null, why: [{ kind: "hidden" }] });
    server.use(http.get("/api/queue", () => HttpResponse.json(aQueue([blind]))));
    openPage("/queue", REVIEWER);
    expect(await screen.findByText("The reason shows once the calibration session compares its answers")).toBeTruthy();
  });
});

describe("the list of calls", () => {
  it("gives ticked calls to a reviewer and says what was left", async () => {
    const told: BulkIn[] = [];
    const draft = { id: "e", state: "draft" as const, percent: 50, passed: null, machine_only: true, could_flip: 0, unsure: 0 };
    const calls = [
      aCall({ evaluation: draft }),
      aCall({ id: "call-2", file_name: "second.wav", evaluation: draft }),
      aCall({ id: "call-3", file_name: "third.wav", evaluation: { ...draft, state: "published" } }),
    ];
    server.use(
      http.get("/api/calls", () => HttpResponse.json(aPage(calls))),
      http.post("/api/assignments/bulk", async ({ request }) => {
        told.push((await request.json()) as BulkIn);
        const left = { call_id: "call-2", why: "assigned" };
        return HttpResponse.json({ assigned: [anAssignment()], skipped: [left] });
      }),
    );
    openPage("/calls", TRAINER);
    expect(await screen.findByRole("checkbox", { name: "Choose the call first.wav" })).toBeTruthy();
    expect(screen.queryByRole("checkbox", { name: "Choose the call third.wav" })).toBeNull();
    await userEvent.click(screen.getByRole("checkbox", { name: "Choose all calls that are shown" }));
    const bar = screen.getByRole("region", { name: "Assign calls" });
    expect(bar.textContent).toContain("2 calls chosen");
    await userEvent.click(within(bar).getByRole("button", { name: "Assign" }));
    await waitFor(() => {
      expect(bar.textContent).toContain("One call was assigned. With somebody already: 1.");
    });
    expect(told).toEqual([{ call_ids: ["call-1", "call-2"], reviewer_id: null, due_at: null }]);
  });

  it("shows who has a call, and until when", async () => {
    server.use(http.get("/api/calls", () => HttpResponse.json(aPage([aCall()]))));
    openPage("/calls", TRAINER);
    // After the page's own "nobody has any".
    server.use(
      http.get("/api/assignments", () => HttpResponse.json({ items: [anAssignment()], next_cursor: null })),
    );
    expect((await screen.findByText(/^With/)).textContent).toMatch(/With Noa · Due Fri,? 27 Nov/);
  });

  it("has nothing to tick for a reviewer", async () => {
    server.use(http.get("/api/calls", () => HttpResponse.json(aPage([aCall()]))));
    openPage("/calls", REVIEWER);
    await screen.findByRole("link", { name: "first.wav" });
    expect(screen.queryByRole("checkbox")).toBeNull();
  });
});

describe("a plan", () => {
  const plan: PlanIn = {
    name: "Weekly",
    quota: 2,
    seed: 7,
    targets: [{ kind: "could_flip", per_week: 3, bound: 0.25, question_id: null, outcome: null }],
    reviewers: [{ person_id: "noa", weight: 2 }],
  };
  const kept: PlanOut = { id: "p1", version: 3, plan, created_at: "2026-11-20T10:00:00Z", open: 2, done: 1 };

  it("says the same to the server as the server said", () => {
    const recipe = recipeOf(kept);
    expect(recipe.targets[0]?.bound).toBe(25);
    const wish = wishOf(recipe);
    expect(wish).toMatchObject({ name: "Weekly", quota: 2, seed: 7, reviewers: [{ person_id: "noa", weight: 2 }] });
    expect(wish?.targets).toEqual([{ kind: "could_flip", per_week: 3, bound: 0.25 }]);
  });

  it("is not whole without a name, a reviewer, or the situation that is looked for", () => {
    const recipe = recipeOf(kept);
    expect(wishOf({ ...recipe, name: " " })).toBeNull();
    expect(wishOf({ ...recipe, weights: {} })).toBeNull();
    expect(wishOf({ ...recipe, targets: [newTarget("situation")] })).toBeNull();
    const situation = { ...newTarget("situation"), question_id: "grief" };
    expect(wishOf({ ...recipe, targets: [situation] })?.targets?.[0]).toMatchObject({ question_id: "grief", outcome: "missed" });
  });

  it("is tried before it is kept", async () => {
    const asked: PreviewIn[] = [];
    server.use(
      http.get("/api/assignment-plans/p1", () => HttpResponse.json(kept)),
      http.get("/api/people", () => HttpResponse.json([aPerson({ id: "noa", name: "Noa" })])),
      http.get("/api/teams", () => HttpResponse.json([])),
      http.get("/api/search/queues", () => HttpResponse.json([])),
      http.post("/api/assignment-plans/preview", async ({ request }) => {
        asked.push((await request.json()) as PreviewIn);
        const { call, why, reviewer } = anAssignment();
        const items = [{ call, why, reviewer }];
        const shares = [{ reviewer, calls: 1 }];
        return HttpResponse.json({ week: "2026-W46", seed: 7, candidates: 9, calls: 1, items, hidden: 0, shares });
      }),
    );
    openPage("/queue/plans/p1", TRAINER);
    await userEvent.click(await screen.findByRole("button", { name: "What would be chosen?" }));
    expect(await screen.findByText(/1 chosen out of 9 possible calls. Draw number: 7/)).toBeTruthy();
    expect(screen.getByText(/Nothing is kept yet/)).toBeTruthy();
    expect(asked[0]?.plan_id).toBe("p1");
    expect(asked[0]?.plan.targets).toEqual([{ kind: "could_flip", per_week: 3, bound: 0.25 }]);
    expect(screen.getByRole("button", { name: "Choose and assign now" })).toMatchObject({ disabled: false });
    await userEvent.type(screen.getByRole("textbox", { name: /Name of the plan/ }), "!");
    expect(screen.getByRole("button", { name: "Choose and assign now" })).toMatchObject({ disabled: true });
  });
});

describe("weeks", () => {
  it.each([
    ["2026-11-22T23:59:00Z", "2026-W47"],
    ["2026-11-23T00:00:00Z", "2026-W48"],
    ["2027-01-03T12:00:00Z", "2026-W53"],
    ["2024-12-30T00:00:00Z", "2025-W01"],
  ])("count as ISO weeks do: %s is of %s", (moment, week) => {
    expect(weekOf(new Date(moment))).toBe(week);
    const begins = mondayOf(week).getTime();
    expect(begins <= Date.parse(moment) && Date.parse(moment) < begins + 7 * 86_400_000).toBe(true);
  });

  it("are written as days", () => {
    expect(formatWeek("2026-W47", "en")).toMatch(/^16\s*–\s*22 Nov$/);
  });
});
