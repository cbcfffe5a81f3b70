import type { PersonOut } from "../../api";

type Role = PersonOut["role"];

/** Which parts of the page a role has. The server decides again at every request; this only spares people dead ends. */
export type Area = "calls" | "upload" | "people" | "feedback";

const AREAS: Record<Role, readonly Area[]> = {
  administrator: ["calls", "upload", "people"],
  reviewer: ["calls", "upload"],
  trainer: ["calls", "upload"],
  agent: ["feedback"],
};

export function areasOf(role: Role): readonly Area[] {
  return AREAS[role];
}

/** Where a person lands after signing in. */
export function homeOf(role: Role): string {
  return `/${AREAS[role][0] ?? ""}`;
}
