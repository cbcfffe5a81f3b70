/** A figure with what stands behind it, as every chart takes it. No value: too few calls. */
export interface Figure {
  count: number;
  agents: number;
  over: "agents" | "calls";
  value: number | null;
  low: number | null;
  high: number | null;
}

/** One place of a chart: a week, a team, an hour. */
export interface Point {
  key: string;
  name: string;
  figure: Figure;
}

/** How values of a measure are written, and between which ends they lie. */
export interface Reading {
  write: (value: number) => string;
  low: number;
  high: number;
  /** The steps that an axis may take, where they are not 1, 2 or 5 times a power of ten. */
  steps?: readonly number[];
  /** What figures count, where that is not calls. */
  of?: "opportunities" | "moments";
}

export interface Known extends Figure {
  value: number;
  low: number;
  high: number;
}

export function isKnown(figure: Figure | undefined): figure is Known {
  return typeof figure?.value === "number" && figure.low !== null && figure.high !== null;
}
