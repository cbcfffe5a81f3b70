import { screen, waitFor, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { i18n } from "../i18n";
import { openBench } from "./testing/bench";
import { evaluation } from "./testing/examples";

const played: { at: number }[] = [];

beforeEach(async () => {
  await i18n.changeLanguage("en");
  played.length = 0;
  // The test browser has no sound: what would be played is written down, and metadata counts as there.
  vi.spyOn(HTMLMediaElement.prototype, "readyState", "get").mockReturnValue(4);
  vi.spyOn(HTMLMediaElement.prototype, "load").mockReturnValue(undefined);
  vi.spyOn(HTMLMediaElement.prototype, "play").mockImplementation(function play(this: HTMLMediaElement) {
    played.push({ at: this.currentTime });
    this.dispatchEvent(new Event("playing"));
    return Promise.resolve();
  });
});

async function card(name: RegExp): Promise<HTMLElement> {
  return screen.findByRole("article", { name });
}

describe("reviewing", () => {
  it("takes the machine's answer over with one press, and says that it is kept", async () => {
    const kept = openBench(evaluation(), "review");
    const greeting = await card(/Question greeting/);
    await userEvent.click(within(greeting).getByRole("button", { name: "I agree" }));
    await screen.findByText(/Saved at/);
    expect(kept.taken).toEqual([
      {
        version: '"7"',
        change: { kind: "answer", questionId: "greeting", answer: { option_id: "yes", not_applicable: false } },
      },
    ]);
    expect(within(greeting).queryByRole("button", { name: "I agree" })).toBeNull();
  });

  it("asks for a reason before an answer that differs, and keeps the machine's view beside it", async () => {
    const kept = openBench(evaluation(), "review");
    const greeting = await card(/Question greeting/);
    await userEvent.click(within(greeting).getByRole("button", { name: /Not said/ }));
    const reason = within(greeting).getByRole("textbox");
    expect(kept.taken).toHaveLength(0);
    await userEvent.click(within(greeting).getByRole("button", { name: "Save the answer" }));
    expect(within(greeting).getByText(/needs a reason/)).toBeTruthy();
    await userEvent.type(reason, "The name was cut off");
    await userEvent.click(within(greeting).getByRole("button", { name: "Save the answer" }));
    await waitFor(() => {
      expect(kept.taken).toHaveLength(1);
    });
    expect(kept.taken[0]?.change).toMatchObject({ answer: { option_id: "no", reason: "The name was cut off" } });
    expect(within(greeting).getByText("The machine suggests:")).toBeTruthy();
    expect(within(greeting).getByText("The name was cut off")).toBeTruthy();
  });

  it("takes an answer back to the machine's", async () => {
    const kept = openBench(evaluation(), "review");
    const greeting = await card(/Question greeting/);
    await userEvent.click(within(greeting).getByRole("button", { name: "I agree" }));
    await userEvent.click(await within(greeting).findByRole("button", { name: "Undo" }));
    await waitFor(() => {
      expect(kept.taken.map((one) => one.change.kind)).toEqual(["answer", "clear"]);
    });
    expect(within(greeting).getByRole("button", { name: "I agree" })).toBeTruthy();
  });

  it("shows the other's answer where somebody was first, and writes one's own only when told to", async () => {
    const kept = openBench(evaluation(), "review");
    const greeting = await card(/Question greeting/);
    kept.write({ kind: "answer", questionId: "greeting", answer: { option_id: "partly", reason: "half" } }, "Avi");
    await userEvent.click(within(greeting).getByRole("button", { name: "I agree" }));
    const notice = await screen.findByRole("alert");
    expect(notice.textContent).toContain("Avi: “Question greeting” – Said in part");
    expect(kept.taken).toHaveLength(0);
    await userEvent.click(within(notice).getByRole("button", { name: "Write mine" }));
    await waitFor(() => {
      expect(kept.taken).toHaveLength(1);
    });
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("behaviour 17: undoes one's own answers only, never what somebody else wrote since", async () => {
    const kept = openBench(evaluation(), "review");
    const greeting = await card(/Question greeting/);
    await userEvent.click(within(greeting).getByRole("button", { name: "I agree" }));
    await screen.findByText(/Saved at/);
    kept.write({ kind: "answer", questionId: "greeting", answer: { option_id: "partly", reason: "half" } }, "Avi");
    await userEvent.click(within(await card(/Question tone/)).getByRole("button", { name: "Said" }));
    await userEvent.click(within(await screen.findByRole("alert")).getByRole("button", { name: "I see" }));
    await waitFor(() => {
      expect(kept.taken).toHaveLength(2);
    });
    await userEvent.keyboard("{Control>}z{/Control}");
    await waitFor(() => {
      expect(kept.taken.at(-1)?.change).toMatchObject({ kind: "clear", questionId: "tone" });
    });
    await userEvent.keyboard("{Control>}z{/Control}");
    expect(screen.getByRole("button", { name: "Undo the last answer" }).hasAttribute("disabled")).toBe(true);
    expect(kept.taken).toHaveLength(3);
    expect(kept.evaluation.sections[0]?.questions[0]?.answer).toMatchObject({ option_id: "partly" });
  });

  it("counts the questions that wait and goes to them", async () => {
    openBench(evaluation(), "review");
    await userEvent.click(await screen.findByRole("button", { name: "2 questions wait for you" }));
    expect(document.activeElement?.id).toBe("question-empathy");
  });

  it("does not finish while questions wait, and says which", async () => {
    const kept = openBench(evaluation(), "review");
    await userEvent.click(await screen.findByRole("button", { name: "Finish the review" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getAllByRole("listitem").map((item) => item.textContent)).toEqual([
      "Question empathy",
      "Question tone",
    ]);
    expect(kept.taken).toHaveLength(0);
  });

  it("keeps the summary while it is being written", async () => {
    const kept = openBench(evaluation(), "review");
    await userEvent.type(await screen.findByLabelText("Words to the agent"), "Warm opening");
    await waitFor(
      () => {
        expect(kept.evaluation.summary).toBe("Warm opening");
      },
      { timeout: 3000 },
    );
    expect(kept.taken).toHaveLength(1);
  });

  it("plays a piece of evidence from its very beginning and flashes its words", async () => {
    openBench(evaluation(), "review");
    await userEvent.click(await screen.findByRole("button", { name: /Play: Agent, 0:01/ }));
    expect(played).toEqual([{ at: 1 }]);
    const flashing = [...document.querySelectorAll("[data-flash]")].map((word) => word.textContent);
    expect(flashing).toEqual(["שָׁלוֹם,", "מדברת", "דנה", "ובמה"]);
  });

  it("is worked by keyboard alone: to a question, an answer, undone", async () => {
    const kept = openBench(evaluation(), "review");
    await card(/Question greeting/);
    await userEvent.keyboard("jj");
    expect(document.activeElement?.id).toBe("question-empathy");
    await userEvent.keyboard("3");
    await waitFor(() => {
      expect(kept.evaluation.sections[0]?.questions[1]?.answer?.option_id).toBe("no");
    });
    await userEvent.keyboard("{Control>}z{/Control}");
    await waitFor(() => {
      expect(kept.evaluation.sections[0]?.questions[1]?.answer).toBeNull();
    });
    await userEvent.keyboard(" ");
    expect(played).toHaveLength(1);
  });

  it("goes to a word that is pressed and lights it", async () => {
    openBench(evaluation(), "review");
    const word = await screen.findByText("שפנית");
    await userEvent.click(word);
    expect(word.hasAttribute("data-now")).toBe(true);
    expect(screen.getByTestId("waveform").getAttribute("aria-valuetext")).toBe("0:08 of 0:10");
  });
});

describe("an agent's own feedback", () => {
  const published = evaluation({ state: "published", summary: "A lovely opening.", reviewer_name: "Noa" });

  it("tells the good first and lets the moment be heard", async () => {
    openBench(published, "agent");
    const headings = (await screen.findAllByRole("heading", { level: 2 })).map((heading) => heading.textContent);
    expect(headings.slice(0, 3)).toEqual(["A few words for you", "What went well", "Worth trying next time"]);
    await userEvent.click(screen.getByRole("button", { name: /Play: Agent, 0:01/ }));
    expect(played).toEqual([{ at: 1 }]);
  });

  it("says where nobody reviewed the call, and outlines its marks", async () => {
    openBench({ ...published, reviewer_name: null }, "agent");
    await screen.findByText("As the machine heard it; nobody reviewed it");
    const marks = [...document.querySelectorAll("[data-verdict]")].map((mark) => mark.getAttribute("data-by"));
    expect(new Set(marks)).toEqual(new Set(["machine"]));
  });

  it("shows neither the machine nor its probabilities, and nothing to change", async () => {
    openBench(published, "agent");
    await screen.findByText("A lovely opening.");
    const text = document.body.textContent;
    expect(text).not.toMatch(/machine|suggest|93%|likely|certain/i);
    expect(screen.queryByRole("group", { name: "Answers" })).toBeNull();
    expect(screen.queryByRole("button", { name: /Finish|Send|Undo|I agree/ })).toBeNull();
  });
});
