import type { BookEntryIn, BookEntryOut, BookLineIn } from "../../api";
import type { BookLanguage, Phase } from "./reading";

/** A sentence in a form: what else counts as it is one text, a pattern a line. `key` keeps its place in the page. */
export interface TypedLine {
  key: string;
  id: string | null;
  say: string;
  wordings: string;
}

export interface TypedEntry {
  kind: BookEntryIn["kind"];
  title: Record<BookLanguage, string>;
  body: Record<BookLanguage, string>;
  questionId: string | null;
  phase: Phase | null;
  withinS: number | null;
  triggers: Record<BookLanguage, TypedLine[]>;
  sentences: Record<BookLanguage, TypedLine[]>;
}

let lines = 0;

export function newLine(): TypedLine {
  lines += 1;
  return { key: `new-${lines}`, id: null, say: "", wordings: "" };
}

export function newEntry(kind: BookEntryIn["kind"]): TypedEntry {
  return {
    kind,
    title: { he: "", en: "" },
    body: { he: "", en: "" },
    questionId: null,
    phase: kind === "transition" ? "opening" : null,
    withinS: kind === "situation" ? 20 : null,
    triggers: { he: [], en: [] },
    sentences: { he: [], en: [] },
  };
}

export function typedOf(entry: BookEntryOut): TypedEntry {
  const typed = (found: BookEntryOut["triggers"]["he"]): TypedLine[] =>
    found.map((line) => ({ key: line.id, id: line.id, say: line.say, wordings: line.wordings.join("\n") }));
  return {
    kind: entry.kind,
    title: { ...entry.title },
    body: { ...entry.body },
    questionId: entry.question_id,
    phase: entry.phase,
    withinS: entry.within_s,
    triggers: { he: typed(entry.triggers.he), en: typed(entry.triggers.en) },
    sentences: { he: typed(entry.sentences.he), en: typed(entry.sentences.en) },
  };
}

/** The lines that say something, as the server takes them. */
export function linesOf(typed: readonly TypedLine[]): BookLineIn[] {
  return typed
    .filter((line) => line.say.trim() !== "")
    .map((line) => ({
      id: line.id,
      say: line.say.trim(),
      wordings: line.wordings
        .split("\n")
        .map((wording) => wording.trim())
        .filter((wording) => wording !== ""),
    }));
}

export function wishOf(entry: TypedEntry): BookEntryIn {
  return {
    kind: entry.kind,
    title: entry.title,
    body: entry.body,
    question_id: entry.questionId,
    phase: entry.phase,
    within_s: entry.withinS,
    triggers: { he: linesOf(entry.triggers.he), en: linesOf(entry.triggers.en) },
    sentences: { he: linesOf(entry.sentences.he), en: linesOf(entry.sentences.en) },
  };
}
