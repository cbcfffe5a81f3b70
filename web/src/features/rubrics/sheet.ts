/** A replay as files: a table for spreadsheets, and the report itself as JSON. */
import type { Flip, Replay, Side, Texts } from "../../api";
import { inLanguage, type InterfaceLanguage } from "../../workbench/language";

const COLUMNS = [
  "call",
  "file",
  "agent",
  "percent_before",
  "percent_after",
  "passed_before",
  "passed_after",
  "question",
  "question_text",
  "answer_before",
  "answer_after",
  "answered_by_before",
  "answered_by_after",
  "heard",
  "start_ms",
  "end_ms",
  "why",
];

/** A spreadsheet takes a text that begins like this for a formula; the apostrophe makes it a text again. */
const FORMULA = /^\s*[=+\-@\t\r|％＝＋－＠]/;

export function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** A call a row, or a row a flip where it has any. With a byte order mark, without which Excel garbles Hebrew. */
export function csvOf(replay: Replay, language: InterfaceLanguage): string {
  const questions = new Map(replay.questions.map((question) => [question.question_id, question.text]));
  const flips = new Map<string, Flip[]>();
  for (const flip of replay.flips) flips.set(flip.call_id, [...(flips.get(flip.call_id) ?? []), flip]);
  const rows = replay.calls.flatMap((call) => {
    const about = [
      call.call_id,
      call.file_name,
      call.agent_name,
      call.before?.percent,
      call.after.percent,
      call.before?.passed,
      call.after.passed,
    ];
    const mine = flips.get(call.call_id) ?? [null];
    return mine.map((flip) => [...about, ...(flip === null ? [] : flipCells(flip, questions, language))]);
  });
  return `\ufeff${[COLUMNS, ...rows].map(lineOf).join("\r\n")}\r\n`;
}

type Cell = string | number | boolean | null | undefined;

function flipCells(flip: Flip, questions: Map<string, Texts>, language: InterfaceLanguage): Cell[] {
  const text = questions.get(flip.question_id);
  const moment = momentOf(flip);
  const why = flip.after.why ?? flip.before.why;
  return [
    flip.question_id,
    text && inLanguage(text, language),
    answerOf(flip.before, language),
    answerOf(flip.after, language),
    flip.before.decided_by,
    flip.after.decided_by,
    moment?.text,
    moment?.start_ms,
    moment?.end_ms,
    why && inLanguage(why, language),
  ];
}

/** The moment that the new answer rests on, or else the one that the old answer rested on. */
export function momentOf(flip: Flip) {
  return flip.after.evidence[0] ?? flip.before.evidence[0];
}

function answerOf(side: Side, language: InterfaceLanguage): string {
  return side.option ? inLanguage(side.option, language) : (side.verdict ?? side.outcome);
}

function lineOf(cells: Cell[]): string {
  return COLUMNS.map((_, place) => cellOf(cells[place])).join(",");
}

function cellOf(cell: Cell): string {
  if (typeof cell === "number") return String(Math.round(cell * 100) / 100);
  const text = guarded(String(cell ?? ""));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a text to the browser as a file. */
export function download(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
