import { renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";

import { i18n } from "../src/i18n";
import { type Told, useProblemText } from "../src/ui/problems";

const misspelt: Told = {
  code: "sidecar_refused",
  message: "calls.csv, line 1: there is no column 'agnet'; did you mean 'agent'? Accepted: file, agent",
  detail: { why: "misspelt_column", line: 1, item: null, column: "agnet", nearest: "agent", known: "file, agent" },
};

async function said(language: string, problem: Told): Promise<string> {
  await i18n.changeLanguage(language);
  const { result } = renderHook(() => useProblemText());
  return result.current(problem).replace(/[\u2066-\u2069]/g, "");
}

describe("what is wrong with details", () => {
  it("is said in the language of the page, with its place", async () => {
    expect(await said("he", misspelt)).toBe("קובץ הפרטים אינו תקין. שורה 1. העמודה agnet אינה מוכרת. אולי הכוונה ל־agent?");
    const third = { ...misspelt, detail: { why: "not_language", item: 3, line: null, column: "language", value: "שפה" } };
    expect(await said("en", third)).toBe(
      "The details file is not valid. Item 3. The value שפה in the column language is not accepted. Write he, en or auto.",
    );
  });

  it("is said in the server's words where the page has no name for it", async () => {
    expect(await said("he", { ...misspelt, detail: { why: "of_tomorrow" } })).toBe(`קובץ הפרטים אינו תקין. ${misspelt.message}`);
  });
});
