import { http, HttpResponse } from "msw";
import { describe, expect, it } from "vitest";

import { gather } from "../src/features/upload/gather";
import { means, readTables } from "../src/features/upload/tables";
import type { Told } from "../src/ui/problems";
import { server } from "./server";

const facts = { agent: "דנה", language: "he" };
const row = (file: string | null, second: string | null = null, problem: Told | null = null) => ({
  file,
  second,
  facts,
  problem,
});
const named = (name: string) => new File(["x"], name);

describe("a table of details", () => {
  it("gives each recording its row, by name with or without the ending", async () => {
    server.use(http.post("*/api/metadata", () => HttpResponse.json([row("A.WAV"), row("folder\\b"), row(null)])));
    const files = [named("a.wav"), named("b.mp3"), named("calls.csv"), named("calls.opus"), named("d.wav")];
    const { rows, problems } = await readTables(files);
    expect(problems).toEqual([]);
    const { calls, lonely } = gather(files, rows);
    expect(calls.map(({ file }) => file.name)).toEqual(["a.wav", "b.mp3", "calls.opus", "d.wav"]);
    expect(calls.map(({ sidecar }) => sidecar !== null)).toEqual([true, true, true, false]);
    expect(JSON.parse((await calls[0]?.sidecar?.text()) ?? "null")).toEqual(facts);
    expect(lonely).toEqual([]);
  });

  it("joins the two recordings that a row names, and a file of the recording's own outranks the row", () => {
    const files = [named("one.wav"), named("two.wav"), named("one.json")];
    const { calls } = gather(files, [row("one.wav", "two.wav")] as never);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.second?.name).toBe("two.wav");
    expect(calls[0]?.sidecar?.name).toBe("one.json");
  });

  const wrong = { code: "sidecar_refused", message: "line 2: agnet", detail: { why: "misspelt_column", line: 2 } };

  it("tells of a table that cannot be read and of a row that must not be used", async () => {
    server.use(http.post("*/api/metadata", () => HttpResponse.json([row("a.wav", null, wrong)])));
    expect((await readTables([named("x.csv")])).problems).toEqual([{ name: "x.csv", problem: wrong }]);
    const refusal = { error: { code: "sidecar_refused", message: "no CSV", detail: null } };
    server.use(http.post("*/api/metadata", () => HttpResponse.json(refusal, { status: 422 })));
    expect((await readTables([named("x.csv")])).problems[0]?.problem.code).toBe("sidecar_refused");
  });

  it("means a recording by its whole name only", () => {
    expect(means("call", named("call.wav"))).toBe(true);
    expect(means("call", named("recall.wav"))).toBe(false);
  });
});
