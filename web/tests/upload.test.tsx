import { act, screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import { ApiError, type Uploaded } from "../src/api";
import { gather } from "../src/features/upload/gather";
import { UploadQueue, uploadQueue } from "../src/features/upload/queue";
import type { BatchOptions } from "../src/features/upload/send";
import { FakeEventSource } from "./eventSource";
import { aCall, aMe } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

const options: BatchOptions = { language: "auto", agentId: null, channels: "decide" };

function aFile(name: string, content = "sound"): File {
  return new File([content], name);
}

function refusal(code: string, status: number) {
  return HttpResponse.json({ error: { code, message: `told: ${code}`, detail: null } }, { status });
}

describe("dropped files", () => {
  it("become one call each", () => {
    const { calls } = gather([aFile("a.wav"), aFile("b.mp3")]);
    expect(calls.map(({ file }) => file.name)).toEqual(["a.wav", "b.mp3"]);
  });

  it("are joined where one holds the agent and the other the customer", () => {
    const { calls } = gather([aFile("x-customer.wav"), aFile("x-agent.wav"), aFile("שיחה-נציג.wav"), aFile("שיחה-לקוח.wav")]);
    expect(calls.map(({ file, second }) => [file.name, second?.name])).toEqual([
      ["x-agent.wav", "x-customer.wav"],
      ["שיחה-נציג.wav", "שיחה-לקוח.wav"],
    ]);
  });

  it("take the details of the same name with them, and tell of details without a recording", () => {
    const { calls, lonely } = gather([aFile("a.json"), aFile("a.wav"), aFile("x.json"), aFile("b-agent.wav")]);
    expect(calls.map(({ file, sidecar }) => [file.name, sidecar?.name])).toEqual([
      ["a.wav", "a.json"],
      ["b-agent.wav", undefined],
    ]);
    expect(lonely.map(({ name }) => name)).toEqual(["x.json"]);
  });
});

describe("the upload queue", () => {
  function slowQueue() {
    const settle: ((uploaded: Uploaded | ApiError) => void)[] = [];
    const queue = new UploadQueue((_call, _options, onProgress) => ({
      answer: new Promise((resolve, reject) => {
        onProgress(0.5);
        settle.push((told) => {
          if (told instanceof ApiError) reject(told);
          else resolve(told);
        });
      }),
      abort: () => undefined,
    }));
    return { queue, settle, kinds: () => queue.uploads().map(({ state }) => state.kind) };
  }

  it("sends two at once and the others after them", async () => {
    const { queue, settle, kinds } = slowQueue();
    queue.add(gather([aFile("a.wav"), aFile("b.wav"), aFile("c.wav")]).calls, options);
    expect(kinds()).toEqual(["sending", "sending", "waiting"]);
    settle[0]?.({ call: aCall(), duplicate: false });
    await waitFor(() => {
      expect(kinds()).toEqual(["received", "sending", "sending"]);
    });
  });

  it("goes on after a refusal, and offers another try only where it may help", async () => {
    const { queue, settle, kinds } = slowQueue();
    queue.add(gather([aFile("a.wav"), aFile("b.wav"), aFile("c.wav")]).calls, options);
    settle[0]?.(new ApiError(422, { error: { code: "empty_file", message: "" } }));
    settle[1]?.(new ApiError(503, { error: { code: "unavailable", message: "" } }));
    await waitFor(() => {
      expect(kinds()).toEqual(["refused", "refused", "sending"]);
    });
    expect(queue.uploads().map(({ state }) => state.kind === "refused" && state.again)).toEqual([false, true, false]);
  });

  it("does not forget a file that is being sent", () => {
    const { queue, kinds } = slowQueue();
    queue.add(gather([aFile("a.wav")]).calls, options);
    queue.forget(queue.uploads()[0]?.id ?? "");
    expect(kinds()).toEqual(["sending"]);
    expect(queue.busy).toBe(true);
  });
});

describe("the upload page", () => {
  beforeEach(() => {
    FakeEventSource.install();
    uploadQueue.clear();
  });

  async function drop(...files: File[]): Promise<void> {
    const area = await screen.findByLabelText("גררו לכאן הקלטות או שיחות כתובות, או לחצו לבחירת קבצים", { selector: "input" });
    await userEvent.upload(area, files);
  }

  async function row(name: string) {
    return within((await screen.findByText(name)).closest("li") as HTMLElement);
  }

  it("tells of each file what became of it", async () => {
    server.use(
      http.post("/api/calls", async ({ request }) => {
        const form = await request.formData();
        const { name } = form.get("file") as File;
        if (request.headers.get("X-CSRF-Token") !== "token-1") return refusal("foreign_request", 403);
        if (name === "empty.wav") return refusal("empty_file", 422);
        if (name === "odd.wav") return refusal("never_heard_of", 422);
        return HttpResponse.json({ call: aCall({ file_name: name }), duplicate: name === "again.wav" });
      }),
      http.get("/api/calls/call-1", () => HttpResponse.json(aCall())),
    );
    openPage("/upload", aMe());
    await drop(aFile("again.wav"), aFile("empty.wav"), aFile("odd.wav"));
    await (await row("again.wav")).findByText("הקובץ הזה כבר נמצא במערכת");
    expect((await row("again.wav")).getByRole("link", { name: "לשיחה" }).getAttribute("href")).toBe("/calls/call-1");
    await (await row("empty.wav")).findByText(/הקובץ ריק/);
    await (await row("odd.wav")).findByText(/told: never_heard_of/);
    expect((await row("empty.wav")).queryByRole("button", { name: "לנסות שוב" })).toBeNull();
  });

  it("tries a file again that the server could not take just then", async () => {
    let tries = 0;
    server.use(
      http.post("/api/calls", () => {
        tries += 1;
        return tries === 1 ? refusal("unavailable", 503) : HttpResponse.json({ call: aCall(), duplicate: false });
      }),
      http.get("/api/calls/call-1", () => HttpResponse.json(aCall())),
    );
    openPage("/upload", aMe());
    await drop(aFile("a.wav"));
    await userEvent.click(await (await row("a.wav")).findByRole("button", { name: "לנסות שוב" }));
    await (await row("a.wav")).findByRole("link", { name: "לשיחה" });
    expect(tries).toBe(2);
  });

  it("follows a call until it is scored", async () => {
    const moving = aCall({ state: "processing", progress: { stage: "transcribe", share: 0.2, attempts: 1 } });
    const evaluation = { id: "e", state: "draft", percent: 75, passed: true, machine_only: true, could_flip: 0.2, unsure: 0 } as const;
    let now = moving;
    server.use(
      http.post("/api/calls", () => HttpResponse.json({ call: moving, duplicate: false }, { status: 201 })),
      http.get("/api/calls/call-1", () => HttpResponse.json(now)),
    );
    openPage("/upload", aMe());
    await drop(aFile("a.wav"));
    await (await row("a.wav")).findByText("תמלול");
    now = aCall({ evaluation });
    act(() => {
      FakeEventSource.latest.tell({ call_id: "call-1", state: "ready", progress: null, problem: null });
    });
    await (await row("a.wav")).findByText("שיחה טובה");
  });
});
