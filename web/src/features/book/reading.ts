import type { BookEntryOut, BookHit, BookMark } from "../../api";

export type BookLanguage = "he" | "en";

/** In the order in which a call goes through them. */
export const PHASES = ["opening", "identification", "inquiry", "solution", "summary", "closing"] as const;

export type Phase = (typeof PHASES)[number];

/** What was found in one text of an entry: by its field, and by its sentence where it is one. */
export type MarksOf = (field: "title" | "body" | "triggers" | "sentences", lineId?: string) => readonly BookMark[];

const NONE: readonly BookMark[] = [];

export function noMarks(): readonly BookMark[] {
  return NONE;
}

/** The marks of an entry in the language that is read. */
export function marksIn(hit: BookHit | undefined, language: BookLanguage): MarksOf {
  return (field, lineId) =>
    hit?.texts.find((text) => text.language === language && text.field === field && text.line_id === (lineId ?? null))
      ?.marks ?? NONE;
}

/** A text in pieces, those that were found apart from the others. */
export function pieces(text: string, marks: readonly BookMark[]): { text: string; found: boolean }[] {
  const told: { text: string; found: boolean }[] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start > at) told.push({ text: text.slice(at, mark.start), found: false });
    told.push({ text: text.slice(mark.start, mark.end), found: true });
    at = mark.end;
  }
  if (at < text.length) told.push({ text: text.slice(at), found: false });
  return told;
}

/** The entries of a page: those that were found, and of these, on wish, those with a sentence that is kept at hand. */
export function shownOf(
  entries: readonly BookEntryOut[],
  hits: readonly BookHit[] | null,
  stars: readonly string[] | null,
  language: BookLanguage,
): BookEntryOut[] {
  return entries.filter((entry) => {
    if (stars && !entry.sentences[language].some((line) => stars.includes(line.id))) return false;
    if (!hits) return entry.kind === "principle" || entry.sentences[language].length > 0;
    return hits.some((hit) => hit.entry_id === entry.id && hit.texts.some((text) => text.language === language));
  });
}
