/** The review workbench: one call on one screen. */
export { Workbench, type WorkbenchProps } from "./Workbench";
