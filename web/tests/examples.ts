import type { CallOut, CallPage, FeedbackBrief, Me, PersonOut } from "../src/api";

/** Examples that tests change only where it matters to them. */
export function aPerson(change: Partial<PersonOut> = {}): PersonOut {
  return {
    id: "person-1",
    name: "יעל כהן",
    email: "yael@example.org",
    role: "reviewer",
    team: null,
    agent_code: null,
    interface_language: "he",
    colour_scheme: "light",
    disabled: false,
    ...change,
  };
}

export function aMe(change: Partial<PersonOut> = {}): Me {
  return { person: aPerson(change), csrf_token: "token-1", demo: false };
}

export function aCall(change: Partial<CallOut> = {}): CallOut {
  return {
    id: "call-1",
    file_name: "first.wav",
    state: "ready",
    progress: null,
    problem: null,
    language: "he",
    duration_ms: 61_000,
    started_at: null,
    received_at: "2026-11-20T10:00:00Z",
    direction: null,
    agent: null,
    agent_code: null,
    team: null,
    customer_ref: null,
    queue: null,
    handle_ms: null,
    hold_ms: null,
    wait_ms: null,
    flags: [],
    evaluation: null,
    ...change,
  };
}

export function aPage(items: CallOut[], change: Partial<CallPage> = {}): CallPage {
  return { items, next_cursor: null, counts: { waiting: 0, processing: 0, ready: items.length, failed: 0 }, ...change };
}

export function aFeedback(change: Partial<FeedbackBrief> = {}): FeedbackBrief {
  return {
    evaluation_id: "evaluation-1",
    call: aCall(),
    rubric: { id: "rubric-1", version: 1, title: { he: "מחוון", en: "Rubric" }, language: "he" },
    percent: 90,
    passed: true,
    published_at: "2026-11-20T12:00:00Z",
    acknowledged_at: null,
    highlights: [],
    ...change,
  };
}
