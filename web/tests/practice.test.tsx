import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { expect, it } from "vitest";

import type { DrillAttemptOut, DrillDetailOut, DrillOut } from "../src/api";
import { aMe } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

const DRILL: DrillOut = {
  id: "en.question.new-purchase",
  language: "en",
  topic: { he: "קנייה חדשה", en: "A new purchase" },
  question_id: "new-purchase",
  misses: 2,
  last_missed_at: "2026-11-18T10:00:00Z",
  attempts: 0,
  best: null,
  done: false,
};
const DETAIL: DrillDetailOut = {
  ...DRILL,
  moments: [
    { id: "c-100", source: "missed", text: "I bought an oven", has_sound: true, call_id: "c", at: "2026-11-18T10:00:00Z" },
    { id: "example-0", source: "book", text: "We got our new fridge", has_sound: false, call_id: null, at: null },
  ],
  sentences: ["Enjoy your new purchase"],
  within_s: 15,
  most_s: 120,
};
const ATTEMPT: DrillAttemptOut = {
  id: "a1",
  drill_id: DRILL.id,
  moment_id: "example-0",
  topic: DRILL.topic,
  language: "en",
  call_id: null,
  person_id: "p1",
  person_name: "Grace",
  created_at: "2026-11-20T10:00:00Z",
  state: "waiting",
  stage: "received",
  problem: null,
  verdict: null,
  probability: null,
  late: false,
  why: null,
  detail: null,
  heard: null,
  quote: null,
  quote_start_ms: null,
  quote_end_ms: null,
  duration_ms: null,
};
const agent = () => aMe({ role: "agent", interface_language: "en" });

it("lists what was missed before what only the book has, and what is done last", async () => {
  const book = { ...DRILL, id: "b", topic: { he: "ב", en: "From the book" }, misses: 0, last_missed_at: null };
  const done = { ...DRILL, id: "d", topic: { he: "ד", en: "Said since" }, done: true, best: "said" as const };
  server.use(http.get("/api/drills", () => HttpResponse.json([done, book, DRILL])));
  openPage("/practice", agent());
  const own = await screen.findByRole("region", { name: "From my calls" });
  const parts = screen.getAllByRole("heading", { level: 2 });
  const drills = ["From my calls", "From the language book", "Practised"];
  expect(parts.map((part) => part.textContent)).toEqual([...drills, "Whole calls"]);
  expect(within(own).getByRole("link", { name: "A new purchase" })).toBeTruthy();
  expect(own.textContent).toContain("missed 2 times");
});

it("sends a file as a reply to the chosen sentence and shows the verdict when it comes", async () => {
  const sent: (string | null)[] = [];
  let looks = 0;
  server.use(
    http.get("/api/drills/:id", () => HttpResponse.json(DETAIL)),
    http.get("/api/exemplars", () => HttpResponse.json({ items: [], next_cursor: null })),
    http.get("/api/drill-attempts", () => HttpResponse.json({ items: sent.length > 0 ? [ATTEMPT] : [], next_cursor: null })),
    http.post("/api/drill-attempts", async ({ request }) => {
      const form = await request.formData();
      sent.push(form.get("moment_id") as string | null);
      return HttpResponse.json(ATTEMPT, { status: 201 });
    }),
    http.get("/api/drill-attempts/a1", () => {
      looks += 1;
      const judged = { state: "ready", verdict: "unsure", probability: 0.6, quote: "enjoy it", quote_start_ms: 100, quote_end_ms: 900 };
      return HttpResponse.json(looks > 1 ? { ...ATTEMPT, ...judged } : ATTEMPT);
    }),
  );
  openPage(`/practice/drills/${DRILL.id}?moment=example-0`, agent());
  expect((await screen.findByText("an example from the language book, without sound")).tagName).toBe("P");
  expect(screen.queryByRole("button", { name: "Hear the customer" })).toBeNull();
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (input === null) throw new Error("there is no field for a file");
  await userEvent.upload(input, new File(["sound"], "reply.wav", { type: "audio/wav" }));
  await userEvent.click(await screen.findByRole("button", { name: "Send it for a verdict" }));
  expect(await screen.findByText("The recording has arrived and will be listened to in a moment.")).toBeTruthy();
  expect(await screen.findByText(/not certain that it is the answer/)).toBeTruthy();
  expect(screen.getByText("enjoy it")).toBeTruthy();
  expect(sent).toEqual(["example-0"]);
});

it("is no page of reviewers", async () => {
  openPage("/practice", aMe({ role: "reviewer", interface_language: "en" }));
  await screen.findByRole("heading", { level: 1 });
  expect(screen.queryByText("Who practised")).toBeNull();
});
