import type { PersonOut } from "../../api";

type Role = PersonOut["role"];

/** Which parts of the page a role has. The server decides again at every request; this only spares people dead ends. */
export type Area =
  | "queue"
  | "calls"
  | "search"
  | "disputes"
  | "insights"
  | "upload"
  | "calibration"
  | "exemplars"
  | "rubrics"
  | "book"
  | "programmes"
  | "coaching"
  | "practice"
  | "people"
  | "hearing"
  | "home"
  | "feedback"
  | "my-coaching";

/** In the order of a day: those that come first stand in the line of the header. */
const REVIEWING = ["queue", "calls", "search", "disputes", "insights", "upload", "calibration", "exemplars", "rubrics", "book"] as const;
const TRAINING = ["programmes", "coaching", "insights", "calls", "queue", "practice"] as const;

const AREAS: Record<Role, readonly Area[]> = {
  administrator: [...new Set<Area>([...REVIEWING, ...TRAINING]), "people", "hearing"],
  reviewer: REVIEWING,
  trainer: [...new Set<Area>([...TRAINING, ...REVIEWING])],
  agent: ["home", "feedback", "practice", "my-coaching", "book", "exemplars", "search"],
};

export function areasOf(role: Role): readonly Area[] {
  return AREAS[role];
}

/** Who may try drafts and publish rubrics; every reviewer may read them. */
export function managesRubrics(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Who writes scenarios; agents practise with them. */
export function writesScenarios(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Who sees and hears what agents practise: that is between them and those who train. */
export function seesPractice(role: Role): boolean {
  return role === "trainer";
}

/** Who drafts, opens and closes calibration sessions and settles what the answers are. */
export function runsCalibration(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Who says what everybody is told of, and which other systems are told. */
export function managesNotices(role: Role): boolean {
  return role === "administrator";
}

/** Who writes the language book; everybody reads it. */
export function keepsBook(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Who says what is watched for in calls. */
export function keepsWatchList(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Who may say who looks at a dispute; a reviewer may take one that nobody has. */
export function assignsDisputes(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Who makes sampling plans, sees everybody's queues and gives calls to others. */
export function assigns(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Who may see the personal numbers that were taken out of transcripts, for a reason that is audited. */
export function revealsNumbers(role: Role): boolean {
  return role === "administrator" || role === "reviewer";
}

/** Who coaches agents; a reviewer may propose a moment for it. */
export function coaches(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Where a person lands after signing in. */
export function homeOf(role: Role): string {
  return `/${AREAS[role][0] ?? ""}`;
}
