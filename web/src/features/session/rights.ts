import type { PersonOut } from "../../api";

type Role = PersonOut["role"];

/** Which parts of the page a role has. The server decides again at every request; this only spares people dead ends. */
export type Area = "calls" | "upload" | "rubrics" | "people" | "feedback";

const AREAS: Record<Role, readonly Area[]> = {
  administrator: ["calls", "upload", "rubrics", "people"],
  reviewer: ["calls", "upload", "rubrics"],
  trainer: ["calls", "upload", "rubrics"],
  agent: ["feedback"],
};

export function areasOf(role: Role): readonly Area[] {
  return AREAS[role];
}

/** Who may try drafts and publish rubrics; every reviewer may read them. */
export function managesRubrics(role: Role): boolean {
  return role === "administrator" || role === "trainer";
}

/** Where a person lands after signing in. */
export function homeOf(role: Role): string {
  return `/${AREAS[role][0] ?? ""}`;
}
