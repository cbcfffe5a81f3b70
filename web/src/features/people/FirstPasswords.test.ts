import { expect, test } from "vitest";

import { asCsv } from "./FirstPasswords";

test("a name with a comma or a quotation mark stays in its cell", () => {
  const csv = asCsv([{ name: 'Cohen, "Dana"', email: "d@example.com", password: "aB2" }]);
  expect(csv).toBe('\uFEFFname,email,password\r\n"Cohen, ""Dana""","d@example.com","aB2"\r\n');
});
