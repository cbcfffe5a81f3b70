/** Puts a workbench on a page of its own, before a server that behaves like ours where evaluations are concerned. */
import { configure, render } from "@testing-library/react";
import { http, HttpResponse } from "msw";

import { server } from "../../../tests/server";
import { Providers } from "../../app/App";
import { applyChange, type Change } from "../rubric/answers";
import type { AnswerIn, Evaluation, Findings, Mode } from "../types";
import { Workbench } from "../Workbench";
import { transcript } from "./examples";

// The test browser has no fonts to wait for, and fields that grow with their text ask for them.
Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });

// Working out which elements are hidden takes the test browser longer than everything else together.
configure({ defaultHidden: true });

/** The evaluation as it lies on the server, and every change that reached it. */
export class Kept {
  evaluation: Evaluation;
  readonly taken: { change: Change; version: string | null }[] = [];

  constructor(evaluation: Evaluation) {
    this.evaluation = evaluation;
  }

  /** Somebody else changes it. */
  write(change: Change, name: string): void {
    const next = applyChange(this.evaluation, change, { name, now: "2026-11-21T10:00:00Z" });
    this.evaluation = { ...next, version: this.evaluation.version + 1 };
  }

  take(request: Request, change: Change): Response {
    const version = request.headers.get("If-Match");
    if (version !== `"${this.evaluation.version}"`) {
      return HttpResponse.json({ error: { code: "stale_version", message: "", detail: null } }, { status: 412 });
    }
    this.taken.push({ change, version });
    this.write(change, "נועה לוי");
    if (change.kind === "submit") this.evaluation = { ...this.evaluation, state: "submitted" };
    return HttpResponse.json(this.evaluation);
  }
}

const QUESTION = "/api/evaluations/ev-1/answers/:id";

export function openBench(evaluation: Evaluation, mode: Mode, findings: Findings = {}, reveals = false): Kept {
  const kept = answering(evaluation, findings);
  render(
    <Providers>
      <Workbench evaluation={evaluation} mode={mode} reveals={reveals} />
    </Providers>,
  );
  return kept;
}

/** The server's side alone. */
export function answering(evaluation: Evaluation, findings: Findings = {}): Kept {
  const kept = new Kept(evaluation);
  server.use(
    http.get("/api/calls/call-1/transcript", () => HttpResponse.json(transcript())),
    http.get("/api/calls/call-1/peaks", () =>
      HttpResponse.json({
        duration_ms: 10_000,
        step_ms: 1000,
        channels: [
          { speaker: "agent", peaks: [0.1, 0.9, 0.4] },
          { speaker: "customer", peaks: [0.1, 0.2, 0.8] },
        ],
      }),
    ),
    http.get("/api/calls/call-1/comments", () => HttpResponse.json({ threads: [], shareable: false, writable: true })),
    http.get("/api/calls/call-1/findings", () => HttpResponse.json(findings)),
    http.get("/api/calls/call-1/promises", () => HttpResponse.json([])),
    http.post("/api/calls/call-1/audio-address", () =>
      HttpResponse.json({ url: "/api/audio/token", expires_at: new Date(Date.now() + 300_000).toISOString() }),
    ),
    http.get("/api/evaluations/ev-1", () => HttpResponse.json(kept.evaluation)),
    http.put<{ id: string }, AnswerIn>(QUESTION, async ({ request, params }) =>
      kept.take(request, { kind: "answer", questionId: params.id, answer: await request.clone().json() }),
    ),
    http.delete<{ id: string }>(QUESTION, ({ request, params }) =>
      kept.take(request, { kind: "clear", questionId: params.id }),
    ),
    http.put<never, { summary: string }>("/api/evaluations/ev-1/summary", async ({ request }) =>
      kept.take(request, { kind: "summary", summary: (await request.clone().json()).summary }),
    ),
    http.post("/api/evaluations/ev-1/submit", ({ request }) => kept.take(request, { kind: "submit" })),
  );
  return kept;
}
