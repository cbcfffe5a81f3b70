import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, expect, it, vi } from "vitest";

import { server } from "../../../tests/server";
import { i18n } from "../../i18n";
import { openBench } from "../testing/bench";
import { evaluation, transcript } from "../testing/examples";
import type { RolesWish, Transcript } from "../types";

beforeEach(async () => {
  await i18n.changeLanguage("en");
  vi.spyOn(HTMLMediaElement.prototype, "readyState", "get").mockReturnValue(4);
  vi.spyOn(HTMLMediaElement.prototype, "load").mockReturnValue(undefined);
});

/** The transcript with its two sides changed. */
function swapped(): Transcript {
  const before = transcript();
  const turns = before.turns.map((turn) => ({
    ...turn,
    speaker: turn.speaker === "agent" ? ("customer" as const) : ("agent" as const),
  }));
  return { ...before, revision: 2, origin: "corrected", parties: ["customer", "agent"], turns };
}

async function openMenu(): Promise<void> {
  await userEvent.click(await screen.findByRole("button", { name: "Who is the agent?" }));
}

it("says that the other side is the agent, and shows the turns as theirs", async () => {
  const taken: RolesWish[] = [];
  server.use(
    http.put<never, RolesWish>("/api/calls/call-1/channel-roles", async ({ request }) => {
      taken.push(await request.json());
      return HttpResponse.json(swapped());
    }),
  );
  openBench(evaluation(), "review");
  await openMenu();
  await userEvent.click(await screen.findByRole("menuitem", { name: /שלום דנה/u }));
  await waitFor(() => {
    expect(taken).toEqual([{ revision: 1, roles: ["customer", "agent"] }]);
  });
  expect(await screen.findByRole("button", { name: "Correct the transcript: Customer, 0:01" })).toBeTruthy();
});

it("names each side by how it begins, and marks the one that is the agent now", async () => {
  openBench(evaluation(), "review");
  await openMenu();
  const sides = (await screen.findAllByRole("menuitem")).filter((item) => item.textContent.includes("“"));
  expect(sides.map((side) => side.textContent)).toEqual(["“שָׁלוֹם, מדברת דנה ובמה אעזור?”", "“שלום דנה, אהמ”"]);
  expect(sides.map((side) => side.getAttribute("aria-current"))).toEqual(["true", "false"]);
  expect(sides[0]?.querySelector("[role=img]")?.getAttribute("aria-label")).toBe("the agent now");
});

it("asks nothing of the server where the side is the agent already", async () => {
  let asked = false;
  server.use(
    http.put("/api/calls/call-1/channel-roles", () => {
      asked = true;
      return HttpResponse.json(swapped());
    }),
  );
  openBench(evaluation(), "review");
  await openMenu();
  await userEvent.click(await screen.findByRole("menuitem", { name: /שָׁלוֹם/u }));
  await waitFor(() => {
    expect(screen.queryByRole("menuitem", { name: /שָׁלוֹם/u })).toBeNull();
  });
  expect(asked).toBe(false);
});

it("is not offered where the transcript does not know its sides", async () => {
  openBench(evaluation(), "review");
  server.use(http.get("/api/calls/call-1/transcript", () => HttpResponse.json({ ...transcript(), parties: [] })));
  await screen.findByTestId("transcript");
  expect(screen.queryByRole("button", { name: "Who is the agent?" })).toBeNull();
});

it("speaks Hebrew", async () => {
  await i18n.changeLanguage("he");
  openBench(evaluation(), "review");
  expect(await screen.findByRole("button", { name: "מי הנציג/ה בשיחה?" })).toBeTruthy();
});
