import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { evaluation as example } from "../testing/examples";
import type { Evaluation } from "../types";
import type { Change } from "./answers";
import { allQuestions, applyChange } from "./answers";
import { EvaluationStore } from "./store";

class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code = "refused",
  ) {
    super(code);
  }
}

/** A server kept by hand: it checks the version, may be slow, down, or changed by somebody else. */
class FakeServer {
  evaluation: Evaluation = example();
  sent: { version: number; change: Change }[] = [];
  most = 0;
  private open = 0;
  failures: Refused[] = [];

  send = async (version: number, change: Change): Promise<Evaluation> => {
    this.open += 1;
    this.most = Math.max(this.most, this.open);
    await new Promise((done) => setTimeout(done, 10));
    this.open -= 1;
    const failure = this.failures.shift();
    if (failure) throw failure;
    if (version !== this.evaluation.version) throw new Refused(412, "stale_version");
    this.sent.push({ version, change });
    this.write(change, "me");
    return this.evaluation;
  };

  read = (): Promise<Evaluation> => Promise.resolve(this.evaluation);

  write(change: Change, name: string): void {
    const next = applyChange(this.evaluation, change, { name, now: "2026-11-21T10:00:00Z" });
    this.evaluation = { ...next, version: this.evaluation.version + 1 };
  }
}

function answer(questionId: string, optionId: string, reason?: string): Change {
  return { kind: "answer", questionId, answer: { option_id: optionId, not_applicable: false, reason: reason ?? null } };
}

function optionOf(evaluation: Evaluation, id: string): string | null | undefined {
  return allQuestions(evaluation).find((one) => one.id === id)?.answer?.option_id;
}

describe("saving answers", () => {
  let server: FakeServer;
  let store: EvaluationStore;

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    store = new EvaluationStore(server.evaluation, { send: server.send, read: server.read }, "me");
  });

  afterEach(() => {
    store.dispose();
    vi.useRealTimers();
  });

  it("shows an answer before the server has taken it", () => {
    store.change(answer("greeting", "no"));
    expect(optionOf(store.getSnapshot().evaluation, "greeting")).toBe("no");
    expect(server.sent).toHaveLength(0);
  });

  it("sends one change at a time, each on the version that the one before brought back", async () => {
    const first = server.evaluation.version;
    store.change(answer("greeting", "yes"));
    store.change(answer("empathy", "no"));
    store.change({ kind: "summary", summary: "well done" });
    await vi.runAllTimersAsync();
    expect(server.most).toBe(1);
    expect(server.sent.map((one) => one.version)).toEqual([first, first + 1, first + 2]);
    expect(store.getSnapshot()).toMatchObject({ status: "saved", pending: 0 });
  });

  it("sends only the last of several waiting changes to one question", async () => {
    store.change(answer("greeting", "yes"));
    store.change(answer("empathy", "yes"));
    store.change(answer("empathy", "no"));
    await vi.runAllTimersAsync();
    expect(server.sent).toHaveLength(2);
    expect(optionOf(server.evaluation, "empathy")).toBe("no");
  });

  it("sets an answer aside when somebody else has answered the same question, and shows theirs", async () => {
    server.write(answer("greeting", "yes"), "Noa");
    store.change(answer("greeting", "no", "I heard otherwise"));
    await vi.runAllTimersAsync();
    const seen = store.getSnapshot();
    expect(optionOf(seen.evaluation, "greeting")).toBe("yes");
    expect(optionOf(server.evaluation, "greeting")).toBe("yes");
    expect(seen.conflict?.changedElsewhere).toEqual(["question:greeting"]);
    expect(seen.conflict?.setAside).toHaveLength(1);
  });

  it("writes the set-aside answer only once the reviewer says so", async () => {
    server.write(answer("greeting", "yes"), "Noa");
    store.change(answer("greeting", "no", "I heard otherwise"));
    await vi.runAllTimersAsync();
    store.writeMine();
    await vi.runAllTimersAsync();
    expect(optionOf(server.evaluation, "greeting")).toBe("no");
    expect(store.getSnapshot().conflict).toBeNull();
  });

  it("keeps an answer to another question through a conflict, and still tells of it", async () => {
    server.write(answer("greeting", "yes"), "Noa");
    store.change(answer("empathy", "no"));
    await vi.runAllTimersAsync();
    expect(optionOf(server.evaluation, "greeting")).toBe("yes");
    expect(optionOf(server.evaluation, "empathy")).toBe("no");
    expect(store.getSnapshot().conflict?.changedElsewhere).toEqual(["question:greeting"]);
  });

  it("never submits over somebody else's change", async () => {
    server.write(answer("greeting", "yes"), "Noa");
    store.change({ kind: "submit" });
    await vi.runAllTimersAsync();
    expect(server.sent).toHaveLength(0);
    expect(store.getSnapshot().conflict?.setAside).toEqual([{ kind: "submit" }]);
  });

  it("rolls a refused answer back and says why", async () => {
    server.failures = [new Refused(409, "already_published")];
    store.change(answer("greeting", "no"));
    await vi.runAllTimersAsync();
    const seen = store.getSnapshot();
    expect(optionOf(seen.evaluation, "greeting")).toBeUndefined();
    expect(seen).toMatchObject({ status: "refused", refusal: "already_published", pending: 0 });
  });

  it("keeps answers while the server is away and sends them when it is back", async () => {
    server.failures = [new Refused(0), new Refused(503)];
    store.change(answer("greeting", "no"));
    await vi.advanceTimersByTimeAsync(500);
    expect(store.getSnapshot()).toMatchObject({ status: "offline", pending: 1 });
    await vi.runAllTimersAsync();
    expect(store.getSnapshot()).toMatchObject({ status: "saved", pending: 0 });
    expect(optionOf(server.evaluation, "greeting")).toBe("no");
  });

  it("sends everything when an answer given meanwhile finds the server back", async () => {
    server.failures = [new Refused(0)];
    store.change(answer("greeting", "no"));
    await vi.advanceTimersByTimeAsync(100);
    expect(store.getSnapshot().status).toBe("offline");
    store.change(answer("empathy", "no"));
    store.change(answer("tone", "yes"));
    await vi.advanceTimersByTimeAsync(100);
    expect(server.sent).toHaveLength(3);
    expect(store.getSnapshot()).toMatchObject({ status: "saved", pending: 0 });
  });

  it("takes a newer state from outside, but not an older one", () => {
    const newer = { ...server.evaluation, version: server.evaluation.version + 3, summary: "new" };
    store.adopt(newer);
    store.adopt({ ...newer, version: 1, summary: "old" });
    expect(store.getSnapshot().evaluation.summary).toBe("new");
  });
});
