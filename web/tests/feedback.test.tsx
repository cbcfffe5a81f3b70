import { screen } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import { inReadingOrder } from "../src/features/feedback/queries";
import { changeOf } from "../src/features/people/PersonDialog";
import { suggestPassword } from "../src/features/people/password";
import { aFeedback, aMe, aPerson } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

describe("the agent's feedback", () => {
  it("puts what waits to be read before what was read, the newest first", () => {
    const old = aFeedback({ evaluation_id: "old", published_at: "2026-11-01T00:00:00Z" });
    const fresh = aFeedback({ evaluation_id: "fresh", published_at: "2026-11-19T00:00:00Z" });
    const read = aFeedback({ evaluation_id: "read", acknowledged_at: "2026-11-20T00:00:00Z" });
    const order = inReadingOrder([read, old, fresh]);
    expect(order.waiting.map((brief) => brief.evaluation_id)).toEqual(["fresh", "old"]);
    expect(order.read.map((brief) => brief.evaluation_id)).toEqual(["read"]);
  });

  it("says what went well before the score", async () => {
    const highlights = [{ he: "פתיחה חמה", en: "Warm greeting" }];
    server.use(http.get("/api/feedback", () => HttpResponse.json([aFeedback({ highlights })])));
    openPage("/feedback", aMe({ role: "agent" }));
    const well = await screen.findByText("פתיחה חמה");
    const score = screen.getByText("90 מתוך 100");
    expect(well.compareDocumentPosition(score) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });
});

describe("changing a person", () => {
  const person = aPerson({ role: "agent", agent_code: "12" });
  const form = { ...formOf(person) };

  function formOf({ name, email, role }: typeof person) {
    return { name, email, role, teamId: null, agentCode: "12", language: "he" as const, password: "", disabled: false };
  }

  it("names only what is different", () => {
    expect(changeOf(person, form)).toEqual({});
    expect(changeOf(person, { ...form, role: "trainer", agentCode: " ", disabled: true })).toEqual({
      role: "trainer",
      agent_code: null,
      disabled: true,
    });
  });

  it("suggests passwords that the server takes and that differ", () => {
    const passwords = new Set(Array.from({ length: 50 }, suggestPassword));
    expect(passwords.size).toBe(50);
    for (const password of passwords) expect(password).toMatch(/^[a-zA-Z2-9]{16}$/);
  });
});
