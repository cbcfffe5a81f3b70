import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { http, HttpResponse } from "msw";
import { expect, it } from "vitest";

import { aMe } from "./examples";
import { openPage } from "./render";
import { server } from "./server";

const ROW = {
  period: "2026-11",
  language: "he",
  engine: "faster-whisper 1.2.1 whisper-base@905e5bf8336b (cpu int8)",
  calls: 3,
  words: 1200,
  checked_words: 150,
  errors: 90,
  wer: 0.075,
  checked_wer: 0.6,
};

it("tells administrators how far each model was off, by month or by week", async () => {
  const asked: string[] = [];
  server.use(
    http.get("/api/quality/wer", ({ request }) => {
      const by = new URL(request.url).searchParams.get("by") ?? "";
      asked.push(by);
      return HttpResponse.json([{ ...ROW, period: by === "week" ? "2026-W47" : "2026-11" }]);
    }),
  );
  openPage("/hearing", aMe({ role: "administrator", interface_language: "en" }));
  const table = await screen.findByRole("table", { name: "How well it hears" });
  const cells = within(table).getAllByRole("cell").map((cell) => cell.textContent);
  expect(cells).toEqual(["Hebrew", "whisper-base", "3", "1,200", "90", "7.5%", "60%"]);
  expect(within(table).getByRole("rowheader").textContent).toBe("November 2026");
  await userEvent.click(screen.getByRole("radio", { name: "Week" }));
  await screen.findByRole("rowheader", { name: "Week 47 of 2026" });
  expect(asked).toEqual(["month", "week"]);
});

it("tells rows of the same model apart by how it was set", async () => {
  const other = { ...ROW, engine: ROW.engine.replace("int8", "float32") };
  server.use(http.get("/api/quality/wer", () => HttpResponse.json([ROW, other])));
  openPage("/hearing", aMe({ role: "administrator", interface_language: "en" }));
  expect(await screen.findByText(ROW.engine)).toBeTruthy();
  expect(screen.getByText(other.engine)).toBeTruthy();
});

it("says what will stand there as long as nobody corrected anything", async () => {
  server.use(http.get("/api/quality/wer", () => HttpResponse.json([])));
  openPage("/hearing", aMe({ role: "administrator", interface_language: "en" }));
  await screen.findByRole("heading", { name: "No transcript was corrected yet" });
});
