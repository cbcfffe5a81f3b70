/** The review workbench: one call on one screen. */
export { RatingBench, type RatingBenchProps } from "./RatingBench";
export { Workbench, type WorkbenchProps } from "./Workbench";
