import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

const LOCALES = "src/locales";

type Words = Record<string, unknown>;

function flat(words: Words, before = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const name = before === "" ? key : `${before}.${key}`;
    if (typeof value === "string") found.set(name, value);
    else for (const [inner, text] of flat(value as Words, name)) found.set(inner, text);
  }
  return found;
}

function wordsOf(language: string, file: string): Map<string, string> {
  return flat(JSON.parse(readFileSync(join(LOCALES, language, file), "utf8")) as Words);
}

const inserts = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name);

const PLURAL = /_(one|two|other)$/;

function namesIn(language: string, file: string): string[] {
  return [...new Set([...wordsOf(language, file).keys()].map((key) => key.replace(PLURAL, "")))].sort();
}

const files = readdirSync(join(LOCALES, "he"));

describe("the words on the page", () => {
  it("come in the same files in both languages", () => {
    expect(readdirSync(join(LOCALES, "en")).sort()).toEqual([...files].sort());
  });

  it.each(files)("are all there in Hebrew and in English: %s", (file) => {
    expect(namesIn("en", file)).toEqual(namesIn("he", file));
  });

  it.each(files)("count in every form that each language counts in: %s", (file) => {
    for (const language of ["he", "en"]) {
      const words = wordsOf(language, file);
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const counted = [...words.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ""));
      const missing = counted.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !words.has(key));
      expect(missing, language).toEqual([]);
    }
  });

  it.each(files)("are never empty: %s", (file) => {
    const texts = [...wordsOf("he", file).values(), ...wordsOf("en", file).values()];
    expect(texts.filter((text) => text.trim() === "")).toEqual([]);
  });

  it.each(files)("insert only what the other language has too: %s", (file) => {
    const english = wordsOf("en", file);
    for (const [key, text] of wordsOf("he", file)) {
      // A Hebrew word for one or two may stand in place of the number.
      const allowed = new Set([...inserts(english.get(key) ?? english.get(key.replace("_two", "_other")) ?? ""), "count"]);
      expect(inserts(text).filter((name) => name === undefined || !allowed.has(name)), key).toEqual([]);
    }
  });

  it("are found by every key that the code names in full", () => {
    const known = new Set<string>();
    for (const file of files) {
      for (const key of wordsOf("he", file).keys()) {
        known.add(`${file.replace(".json", "")}:${key.replace(PLURAL, "")}`);
      }
    }
    const missing: string[] = [];
    for (const path of readdirSync("src", { recursive: true, encoding: "utf8" })) {
      if (!/\.tsx?$/.test(path) || /generated|workbench|\.test\./.test(path)) continue;
      const code = readFileSync(join("src", path), "utf8");
      for (const part of code.split(/(?=useTranslation\()/)) {
        const space = /^useTranslation\("(\w+)"\)/.exec(part)?.[1] ?? "common";
        for (const [, key = ""] of part.matchAll(/\bt\("([^"]+)"/g)) {
          const full = key.includes(":") ? key : `${space}:${key}`;
          if (!known.has(full)) missing.push(`${path}: ${full}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});
