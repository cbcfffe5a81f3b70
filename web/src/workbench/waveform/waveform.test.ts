import { describe, expect, it } from "vitest";

import { evaluation, transcript } from "../testing/examples";
import { columns, gainFor } from "./columns";
import { Lens } from "./lens";
import { boxOf, callMarks, evidenceMarks, markUnder } from "./marks";
import { ticksApart } from "./paint";
import { fitView, follow, pan, ticks, timeOf, wholeCall, xOf, zoomAround } from "./scale";

const DURATION = 60_000;

describe("the scale", () => {
  it("puts earlier to the left, whatever the page's direction", () => {
    const view = wholeCall(DURATION);
    expect(xOf(0, view, 600)).toBe(0);
    expect(xOf(15_000, view, 600)).toBe(150);
    expect(timeOf(150, view, 600)).toBe(15_000);
  });

  it("keeps the moment under the pointer while zooming", () => {
    const near = zoomAround(wholeCall(DURATION), 20_000, 0.5, DURATION);
    expect(near.lengthMs).toBe(30_000);
    expect(xOf(20_000, near, 600)).toBeCloseTo(xOf(20_000, wholeCall(DURATION), 600));
  });

  it("never leaves the call and never zooms past use", () => {
    expect(zoomAround(wholeCall(DURATION), 0, 1e-9, DURATION).lengthMs).toBe(2000);
    expect(zoomAround(wholeCall(DURATION), 0, 10, DURATION)).toEqual(wholeCall(DURATION));
    expect(pan({ startMs: 50_000, lengthMs: 8000 }, 9000, DURATION).startMs).toBe(52_000);
    expect(fitView({ startMs: 0, lengthMs: 5000 }, 500)).toEqual({ startMs: 0, lengthMs: 500 });
  });

  it("turns the page when the playhead leaves it", () => {
    const view = { startMs: 0, lengthMs: 10_000 };
    expect(follow(view, 9000, DURATION)).toBe(view);
    expect(follow(view, 10_500, DURATION).startMs).toBe(9500);
  });

  it("labels round moments that do not crowd", () => {
    expect(ticks(wholeCall(DURATION), 600)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
    expect(ticks({ startMs: 1500, lengthMs: 2000 }, 700)).toEqual(
      Array.from({ length: 10 }, (_, step) => 1600 + step * 200),
    );
  });
});

describe("the bars", () => {
  it("show the loudest peak under each column", () => {
    expect(columns([0.1, 0.9, 0.2, 0.3], 100, { startMs: 0, lengthMs: 400 }, 2)).toEqual([0.9, 0.3]);
  });

  it("have no holes when zoomed in further than the peaks", () => {
    expect(columns([0.4, 0.8], 1000, { startMs: 500, lengthMs: 1000 }, 4)).toEqual([0.4, 0.4, 0.8, 0.8]);
  });

  it("are zero past the end of the recording", () => {
    expect(columns([0.5], 100, { startMs: 0, lengthMs: 200 }, 2)).toEqual([0.5, 0]);
  });

  it("lift quiet speech but not silence", () => {
    expect(gainFor(Array.from({ length: 100 }, () => 0.19))).toBeCloseTo(5);
    expect(gainFor([0.001, 0.002])).toBe(1);
    expect(gainFor([])).toBe(1);
  });
});

describe("the marks", () => {
  const view = wholeCall(10_000);

  it("come from the transcript's spans and from the machine's evidence", () => {
    expect(callMarks(transcript()).map((mark) => mark.kind)).toEqual(["hold", "dead_air", "talk_over", "interruption"]);
    const [evidence] = evidenceMarks(evaluation().sections);
    expect(evidence).toMatchObject({ questionId: "greeting", verdict: "said", startMs: 1000, endMs: 3000 });
  });

  it("are wide enough to see, and cut at the edges", () => {
    expect(boxOf({ startMs: 5000, endMs: 5001 }, view, 100)).toEqual({ x: 50, width: 3 });
    expect(boxOf({ startMs: 0, endMs: 20_000 }, view, 100)).toEqual({ x: 0, width: 100 });
    expect(boxOf({ startMs: 20_000, endMs: 21_000 }, view, 100)).toBeNull();
  });

  it("give the shortest where several lie under the pointer", () => {
    const long = { kind: "evidence" as const, startMs: 0, endMs: 9000 };
    const short = { kind: "evidence" as const, startMs: 4000, endMs: 5000 };
    expect(markUnder([long, short], 45, view, 100)).toBe(short);
    const over = { kind: "talk_over" as const, startMs: 4000, endMs: 5000 };
    expect(markUnder([long, over, short], 45, view, 100)).toBe(short);
    expect(markUnder([long, short], 10, view, 100)).toBe(long);
    expect(markUnder([short], 10, view, 100)).toBeNull();
  });
});

describe("behaviour 10: the part of the call that is seen", () => {
  it("comes closer around where it plays, and shows everything again", () => {
    const lens = new Lens(DURATION);
    lens.zoom(0.5, 45_000);
    expect(lens.getView()).toEqual({ startMs: 22_500, lengthMs: 30_000 });
    expect(lens.zoomed).toBe(true);
    lens.zoom(Infinity, 0);
    expect(lens.getView()).toEqual(wholeCall(DURATION));
  });

  it("tells of moves only, so that nothing is drawn for nothing", () => {
    const lens = new Lens(DURATION);
    let told = 0;
    lens.subscribe(() => (told += 1));
    lens.change((view) => ({ ...view }));
    lens.pan(0.5);
    expect(told).toBe(0);
    lens.zoom(0.5, 0);
    lens.pan(0.5);
    expect(told).toBe(2);
  });
});

describe("behaviour 21: ticks of what a search found", () => {
  it("are one where they would lie on one another", () => {
    expect(ticksApart([10, 10.4, 11, 40, 900])).toEqual([9, 12, 39, 900]);
    expect(ticksApart(Array.from({ length: 15_000 }, (_, place) => (place / 15_000) * 600)).length).toBeLessThan(202);
  });
});
