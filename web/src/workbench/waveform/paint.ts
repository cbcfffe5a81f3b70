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

export function paint(canvas: HTMLCanvasElement, picture: Picture): void {
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.round(picture.width * sharp);
  canvas.height = Math.round(picture.height * sharp);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(sharp, sharp);
  context.clearRect(0, 0, picture.width, picture.height);
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
