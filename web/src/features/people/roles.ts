import type { PersonOut } from "../../api";

export type Role = PersonOut["role"];

export const ROLES: readonly Role[] = ["agent", "reviewer", "trainer", "administrator"];
