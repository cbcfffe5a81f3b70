/** What the figures of a comparison say, as choices of a sentence and what goes into it. Pure. */
import type { CellOut, ComparedQuestion, ComparisonOut, MeasureOut, Texts } from "../../api";

/** A sentence of the locale files, with its numbers; shares are 0..1. */
export interface Sentence {
  key: string;
  numbers?: Record<string, number>;
  shares?: Record<string, number>;
}

/** No option can be called so: ids have no slash. */
export const NOT_APPLICABLE = "n/a";
/** From here on nearly everybody's answer is the same one, and kappa and alpha fall however well people agree. */
const NEARLY_ALWAYS = 0.85;

export function measureNamed(measures: readonly MeasureOut[], name: MeasureOut["name"]): MeasureOut | undefined {
  return measures.find((measure) => measure.name === name);
}

/** The commonest answer and its share, where anybody answered. */
export function commonest(measure: MeasureOut): { answer: string; share: number } | null {
  return measure.prevalence.reduce<{ answer: string; share: number } | null>(
    (most, one) => (one.share > 0 && (most === null || one.share > most.share) ? one : most),
    null,
  );
}

/** What people's answers to one question come to, from the percent and what it rests on. */
export function sentencesOf(measures: readonly MeasureOut[]): Sentence[] {
  const percent = measureNamed(measures, "percent");
  if (percent === undefined || percent.units === 0) return [{ key: "plain.nobody" }];
  const { units, disagreed, low } = percent;
  if (disagreed === 0) {
    const alike = { key: units === 1 ? "plain.one_alike" : "plain.all_alike", numbers: { units } };
    return low === null ? [alike] : [alike, { key: "plain.yet", shares: { low } }];
  }
  const said: Sentence[] = [{ key: "plain.alike", numbers: { alike: units - disagreed, units } }];
  const most = commonest(percent);
  if (most !== null && most.share >= NEARLY_ALWAYS) said.push({ key: "plain.skewed", shares: { share: most.share } });
  if (percent.rough) said.push({ key: "plain.rough", numbers: { minority: percent.minority } });
  return said;
}

/** Cells by question. */
export function cellsOf(comparison: ComparisonOut, question: ComparedQuestion): CellOut[] {
  return comparison.cells.filter((cell) => cell.question_id === question.id);
}

/** Whether people differ, or there is nothing settled yet that they could look at: what is talked about first. */
export function apartIn(cells: readonly CellOut[]): number {
  return cells.filter((cell) => cell.apart > 1).length;
}

/** Questions and, within one, calls: those on which people differ first, in the order in which they came otherwise. */
export function disagreementFirst(comparison: ComparisonOut): { question: ComparedQuestion; cells: CellOut[] }[] {
  return comparison.questions
    .map((question) => {
      const cells = cellsOf(comparison, question);
      return { question, cells: [...cells].sort((one, other) => Number(other.apart > 1) - Number(one.apart > 1)) };
    })
    .sort((one, other) => apartIn(other.cells) - apartIn(one.cells));
}

/** What an answer is called: its option's label, or null for "not applicable" and for no answer. */
export function labelOf(question: ComparedQuestion, answer: string | null): Texts | null {
  return question.options.find((option) => option.id === answer)?.label ?? null;
}
