/** Values into places on a drawing, and round numbers for its axis. Pure, so that it is tested without a browser. */

export interface Range {
  low: number;
  high: number;
}

/** Where a value lies between two places; the places may run either way, as upwards on a screen. */
export function placed(value: number, values: Range, places: Range): number {
  const width = values.high - values.low;
  const share = width === 0 ? 0.5 : (value - values.low) / width;
  return places.low + share * (places.high - places.low);
}

/** Round numbers within a range, about so many of them, in order. */
export function ticks({ low, high }: Range, steps?: readonly number[], about = 4): number[] {
  if (!(high > low)) return [low];
  const step = roundStep((high - low) / about, steps);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, place) => tidy((first + place) * step));
}

/** The range that holds all values, widened to round numbers, but never beyond what is possible. */
export function rangeOf(values: readonly number[], possible: Range & { steps?: readonly number[] }, about = 4): Range {
  if (values.length === 0) return Number.isFinite(possible.high - possible.low) ? possible : { low: 0, high: 1 };
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (high === low) {
    low -= Math.abs(low) / 10 || 1;
    high += Math.abs(high) / 10 || 1;
  }
  const step = roundStep((high - low) / about, possible.steps);
  return {
    low: Math.max(possible.low, tidy(Math.floor(low / step + 1e-9) * step)),
    high: Math.min(possible.high, tidy(Math.ceil(high / step - 1e-9) * step)),
  };
}

/** 1, 2 or 5 times a power of ten, or one of the steps; at least as great as what is asked for. */
function roundStep(wanted: number, steps?: readonly number[]): number {
  const given = steps?.find((step) => step >= wanted);
  if (given !== undefined) return given;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((round) => round * power >= wanted * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Without the dust of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
