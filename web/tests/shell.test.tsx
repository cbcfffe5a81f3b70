import { screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import { safeReturn } from "../src/features/session/safeReturn";
import { FakeEventSource } from "./eventSource";
import { aMe, aPage } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

beforeEach(() => {
  FakeEventSource.install();
  server.use(http.get("/api/calls", () => HttpResponse.json(aPage([]))));
});

describe("the shell", () => {
  it("turns around when the language changes, and remembers it for the person", async () => {
    const told: unknown[] = [];
    server.use(
      http.patch("/api/me", async ({ request }) => {
        told.push(await request.json(), request.headers.get("X-CSRF-Token"));
        return HttpResponse.json(aMe({ interface_language: "en" }));
      }),
    );
    openPage("/calls", aMe());
    await userEvent.click(await screen.findByRole("button", { name: "English" }));
    await screen.findByRole("heading", { name: "Calls" });
    expect(document.documentElement).toMatchObject({ lang: "en", dir: "ltr" });
    await waitFor(() => {
      expect(told).toEqual([{ interface_language: "en" }, "token-1"]);
    });
    expect(localStorage.getItem("mashov-language")).toBe("en");
  });

  it("takes the language that the person chose last, wherever that was", async () => {
    openPage("/calls", aMe({ interface_language: "en" }));
    await screen.findByRole("heading", { name: "Calls" });
    expect(document.documentElement).toMatchObject({ lang: "en", dir: "ltr" });
  });

  it("sends whoever is not signed in to sign-in and then back to where they were", async () => {
    server.use(http.post("/api/session", () => HttpResponse.json(aMe())));
    const router = openPage("/calls?state=failed", null);
    await userEvent.type(await screen.findByLabelText(/דואר/), "yael@example.org");
    expect(router.state.location.search).toBe("?to=%2Fcalls%3Fstate%3Dfailed");
    await userEvent.type(screen.getByLabelText(/סיסמה/), "long enough secret");
    await userEvent.click(screen.getByRole("button", { name: "כניסה" }));
    await screen.findByRole("heading", { name: "שיחות" });
    expect(router.state.location).toMatchObject({ pathname: "/calls", search: "?state=failed" });
  });

  it("says in words that the sign-in was wrong", async () => {
    const refusal = { error: { code: "wrong_password", message: "no", detail: null } };
    server.use(http.post("/api/session", () => HttpResponse.json(refusal, { status: 401 })));
    openPage("/sign-in", null);
    await userEvent.type(await screen.findByLabelText(/דואר/), "yael@example.org");
    await userEvent.type(screen.getByLabelText(/סיסמה/), "wrong");
    await userEvent.click(screen.getByRole("button", { name: "כניסה" }));
    expect((await screen.findByRole("alert")).textContent).toBe("הדואר או הסיסמה אינם נכונים.");
  });

  it("shows an agent nothing but their feedback, and no calls by address either", async () => {
    openPage("/calls", aMe({ role: "agent" }));
    await screen.findByRole("heading", { name: "הדף לא נמצא" });
    expect(screen.queryByRole("link", { name: "שיחות" })).toBeNull();
    expect(screen.getByRole("link", { name: "המשוב שלי" })).toBeTruthy();
    expect(FakeEventSource.opened).toEqual([]);
  });

  it("leads to sign-in when a session ends in the middle of the work", async () => {
    const ended = { error: { code: "not_signed_in", message: "", detail: null } };
    server.use(http.get("/api/calls", () => HttpResponse.json(ended, { status: 401 })));
    const router = openPage("/calls", aMe());
    await screen.findByRole("heading", { name: "כניסה" });
    expect(router.state.location.pathname).toBe("/sign-in");
  });
});

describe("the way back after sign-in", () => {
  it.each([null, "https://evil.example/", "//evil.example/", "/\\evil.example", "/sign-in?to=/sign-in"])(
    "never leads to %s",
    (to) => {
      expect(safeReturn(to)).toBeNull();
    },
  );

  it("leads to this page's own addresses", () => {
    expect(safeReturn("/calls/abc?t=4#word")).toBe("/calls/abc?t=4#word");
  });
});
