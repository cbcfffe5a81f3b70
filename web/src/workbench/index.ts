/** The review workbench: one call on one screen. */
export { ListenBench, type ListenBenchProps } from "./ListenBench";
export { RatingBench, type RatingBenchProps } from "./RatingBench";
export { Workbench, type WorkbenchProps } from "./Workbench";
