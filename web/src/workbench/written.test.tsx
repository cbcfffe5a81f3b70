import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { server } from "../../tests/server";
import { i18n } from "../i18n";
import { openBench } from "./testing/bench";
import { evaluation, transcript } from "./testing/examples";
import { messageAt } from "./written/where";

const asked: string[] = [];

beforeEach(async () => {
  await i18n.changeLanguage("en");
  asked.length = 0;
  server.events.removeAllListeners();
  server.events.on("request:start", ({ request }) => {
    asked.push(new URL(request.url).pathname);
  });
});

function openWritten(sentAt: string | null): void {
  const spoken = evaluation();
  openBench({ ...spoken, call: { ...spoken.call, medium: "chat", duration_ms: null } }, "review");
  const heard = transcript();
  const turns = heard.turns.map((turn) => ({ ...turn, sent_at: sentAt }));
  server.use(
    http.get("/api/calls/call-1/transcript", () => HttpResponse.json({ ...heard, written: true, turns, dead_air: [] })),
  );
}

describe("a written conversation on the workbench", () => {
  it("asks for no sound, says so, and tells places by their message", async () => {
    const play = vi.spyOn(HTMLMediaElement.prototype, "play");
    openWritten(null);
    const greeting = await screen.findByRole("article", { name: /Question greeting/ });
    expect(screen.getByText(/There is no sound/)).toBeTruthy();
    expect(screen.queryByRole("slider")).toBeNull();
    await userEvent.click(within(greeting).getByRole("button", { name: /Show: Agent, Message \d/ }));
    await userEvent.keyboard(" {ArrowRight}{ArrowLeft}");
    expect(play).not.toHaveBeenCalled();
    expect(asked.filter((path) => path.endsWith("/peaks") || path.includes("audio"))).toEqual([]);
  });

  it("shows when a message was sent where that is known, and offers nothing to correct", async () => {
    openWritten("2026-03-01T10:05:00Z");
    await screen.findByRole("article", { name: /Question greeting/ });
    const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" }).format(new Date("2026-03-01T10:05:00Z"));
    expect(screen.getAllByText(time).length).toBeGreaterThan(0);
    expect(screen.queryByRole("button", { name: /Correct/ })).toBeNull();
  });

  it("counts messages from one", () => {
    const turns = [{ start_ms: 0 }, { start_ms: 500 }] as Parameters<typeof messageAt>[0]["turns"];
    expect([0, 499, 500, 9000].map((place) => messageAt({ turns }, place))).toEqual([1, 1, 2, 2]);
  });
});
