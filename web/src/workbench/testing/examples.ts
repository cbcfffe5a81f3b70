/** A small evaluation and transcript for tests: one question of each sort that the workbench must show. */
import type { Evaluation, Evidence, Findings, Option, Question, Suggestion, Transcript, Turn, Verdict } from "../types";

const texts = (he: string, en: string) => ({ he, en });

const yesNo: Option[] = [
  { id: "yes", label: texts("נאמר", "Said"), points: 4, auto_fail: null },
  { id: "partly", label: texts("נאמר חלקית", "Said in part"), points: 2, auto_fail: null },
  { id: "no", label: texts("לא נאמר", "Not said"), points: 0, auto_fail: null },
];

export const greetingEvidence: Evidence = { start_ms: 1000, end_ms: 3000, speaker: "agent", text: "שלום מדברת דנה" };

function suggestion(verdict: Verdict, optionId: string | null, evidence: Evidence[] = []): Suggestion {
  return {
    verdict,
    option_id: optionId,
    probability: verdict === "unsure" ? 0.48 : 0.93,
    confidence: optionId === null ? null : 0.93,
    evidence,
    why: texts("הנוסח נמצא בתמליל", "The wording is in the transcript"),
    engine: "text-witness 1",
    created_at: "2026-11-20T08:00:00Z",
  };
}

function made(id: string, over: Partial<Question>): Question {
  return {
    id,
    kind: "phrase",
    text: texts(`שאלה ${id}`, `Question ${id}`),
    guide: texts(`הסבר ${id}`, `Guide ${id}`),
    critical: false,
    options: yesNo,
    suggestion: null,
    answer: null,
    points: null,
    points_possible: 4,
    decided_by: "nobody",
    not_applicable: null,
    asked: true,
    condition: null,
    ...over,
  };
}

export function questions(): Question[] {
  return [
    made("greeting", {
      suggestion: suggestion("said", "yes", [greetingEvidence]),
      points: 4,
      decided_by: "machine",
      critical: true,
    }),
    made("empathy", { suggestion: suggestion("unsure", null) }),
    made("hold", {
      suggestion: suggestion("not_applicable", null),
      decided_by: "machine",
      not_applicable: "system",
      points_possible: null,
    }),
    made("tone", { kind: "manual" }),
    made("goodbye", { suggestion: suggestion("not_said", "no"), points: 0, decided_by: "machine" }),
  ];
}

export function question(id: string): Question {
  const found = questions().find((one) => one.id === id);
  if (!found) throw new Error(`no example question ${id}`);
  return found;
}

export function evaluation(over: Partial<Evaluation> = {}): Evaluation {
  return {
    id: "ev-1",
    version: 7,
    state: "draft",
    call: {
      id: "call-1",
      file_name: "dev-he-01.wav",
      state: "ready",
      progress: null,
      problem: null,
      language: "he",
      duration_ms: 10_000,
      started_at: "2026-11-20T07:30:00Z",
      received_at: "2026-11-20T07:40:00Z",
      direction: "inbound",
      agent: null,
      agent_code: "417",
      team: null,
      customer_ref: null,
      queue: null,
      handle_ms: null,
      hold_ms: null,
      wait_ms: null,
      flags: [],
      evaluation: null,
    },
    rubric: { id: "service-he", version: 1, title: texts("שפת שירות", "Service language"), language: "he" },
    sections: [
      { id: "opening", title: texts("פתיחה", "Opening"), failed: false, questions: questions().slice(0, 2) },
      { id: "rest", title: texts("המשך", "The rest"), failed: false, questions: questions().slice(2) },
    ],
    score: {
      points: 4,
      points_possible: 8,
      percent: 50,
      low: 25,
      high: 75,
      passed: null,
      could_flip: 0.5,
      critical: { points: 4, points_possible: 4, percent: 100 },
      other: { points: 0, points_possible: 4, percent: 0 },
      auto_failed_by: null,
      pass_percent: 60,
      from_people: 0,
      from_machine: 3,
      undecided: 2,
    },
    trust: {},
    summary: null,
    reviewer_name: null,
    submitted_at: null,
    published_at: null,
    acknowledged_at: null,
    acknowledgement: null,
    ...over,
  };
}

function turn(index: number, speaker: Turn["speaker"], start: number, words: string[]): Turn {
  const spoken = words.map((text, place) => ({
    text,
    start_ms: start + place * 500,
    end_ms: start + place * 500 + 400,
    probability: text === "אהמ" ? 0.2 : 0.95,
  }));
  const end = spoken[spoken.length - 1]?.end_ms ?? start;
  return { index, speaker, start_ms: start, end_ms: end, text: words.join(" "), words: spoken, party: speaker === "agent" ? 0 : 1 };
}

export function transcript(): Transcript {
  return {
    revision: 1,
    origin: "machine",
    language: "he",
    duration_ms: 10_000,
    flags: [],
    engines: ["whisper-base"],
    parties: ["agent", "customer"],
    turns: [
      turn(0, "agent", 1000, ["שָׁלוֹם,", "מדברת", "דנה", "ובמה", "אעזור?"]),
      turn(1, "customer", 3600, ["שלום", "דנה,", "אהמ"]),
      turn(2, "agent", 8000, ["תודה", "שפנית"]),
    ],
    dead_air: [[5200, 8000]],
    talk_over: [[3400, 3600]],
    interruptions: [{ start_ms: 3400, end_ms: 3600, by: "customer" }],
    holds: [[9000, 9800]],
  };
}

/** Of everything that can be found something, also what is not known. */
export function findings(): Findings {
  const said = (speaker: Turn["speaker"], start_ms: number, text: string): Evidence => ({
    start_ms,
    end_ms: start_ms + 900,
    speaker,
    text,
  });
  return {
    tone: {
      marks: [
        { turn: 0, label: "positive", probability: 0.7 },
        { turn: 1, label: "negative", probability: 0.85 },
        { turn: 2, label: "neutral", probability: 0.6 },
      ],
      quarters: { agent: [0, 0, 0.5, 0], customer: [-4, null, 1.5, 2] },
      trend: { agent: 0, customer: 6 },
      engine: "tone 1",
    },
    phases: [
      { name: "opening", start_ms: 0, end_ms: 3000, why: "The call begins." },
      { name: "inquiry", start_ms: 3000, end_ms: 8000, why: "A question is asked." },
      { name: "closing", start_ms: 8000, end_ms: 10_000, why: "Thanks are said." },
    ],
    opportunities: [
      {
        question_id: "empathy",
        trigger: said("customer", 4600, "אהמ"),
        outcome: "late",
        response: said("agent", 8000, "תודה"),
        probability: 0.7,
      },
      {
        question_id: "wants-refund",
        trigger: said("customer", 3600, "שלום דנה"),
        outcome: "missed",
        response: null,
        probability: 0.2,
      },
    ],
    promises: [
      { evidence: said("agent", 2000, "דנה ובמה"), due: "מחר", probability: 0.9 },
      { evidence: said("agent", 8500, "שפנית"), due: null, probability: 0.8 },
    ],
    conduct: null,
    corrections: [],
  };
}
