/** Drawing the voices onto a canvas. Takes measured columns, colours and a size; decides nothing about time. */

export interface Lane {
  heights: readonly number[];
  colour: string;
  /** A muted voice is drawn faint. */
  faint: boolean;
}

export interface Picture {
  width: number;
  height: number;
  lanes: readonly Lane[];
  line: string;
}

/** Bars of two pixels with one between them read better than a filled outline at this height. */
export const BAR_PX = 2;
export const GAP_PX = 1;

export function columnCount(width: number): number {
  return Math.max(1, Math.floor(width / (BAR_PX + GAP_PX)));
}

/** Where the bar of a column stands: mirrored about the middle of its lane, at least a hair high. */
export function bar(column: number, height: number, lane: number, laneHeight: number) {
  const full = laneHeight - 6;
  const tall = Math.max(1, Math.min(1, height) * full);
  return { x: column * (BAR_PX + GAP_PX), y: lane * laneHeight + (laneHeight - tall) / 2, width: BAR_PX, height: tall };
}

/** An empty sheet of this size in CSS pixels. Its memory is made anew only where the size is new. */
function sheet(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const sharp = window.devicePixelRatio || 1;
  const wide = Math.round(width * sharp);
  const high = Math.round(height * sharp);
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const context = canvas.getContext("2d");
  context?.setTransform(sharp, 0, 0, sharp, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

export interface Ticks {
  width: number;
  height: number;
  /** Where each tick stands, in CSS pixels. */
  xs: readonly number[];
  colour: string;
}

/** Ticks that would lie on one another are one. */
export function ticksApart(xs: readonly number[]): number[] {
  return [...new Set(xs.map((x) => Math.round(x / TICK_PX) * TICK_PX))];
}

const TICK_PX = 3;

export function paintTicks(canvas: HTMLCanvasElement, { width, height, xs, colour }: Ticks): void {
  const context = sheet(canvas, width, height);
  if (!context) return;
  context.fillStyle = colour;
  for (const x of ticksApart(xs)) context.fillRect(x - 1, 0, TICK_PX, height);
}

export function paint(canvas: HTMLCanvasElement, picture: Picture): void {
  const context = sheet(canvas, picture.width, picture.height);
  if (!context) return;
  const laneHeight = picture.height / Math.max(1, picture.lanes.length);
  picture.lanes.forEach((lane, place) => {
    if (place > 0) {
      context.globalAlpha = 1;
      context.fillStyle = picture.line;
      context.fillRect(0, Math.round(place * laneHeight), picture.width, 1);
    }
    context.globalAlpha = lane.faint ? 0.25 : 0.9;
    context.fillStyle = lane.colour;
    lane.heights.forEach((height, column) => {
      const box = bar(column, height, place, laneHeight);
      context.fillRect(box.x, box.y, box.width, box.height);
    });
  });
  context.globalAlpha = 1;
}
