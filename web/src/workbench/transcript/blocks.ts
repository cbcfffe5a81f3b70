/** The transcript in blocks of a few turns, the unit in which a long one is drawn. Pure. */
import type { Turn } from "../types";

export interface Block {
  /** The place of its first turn, and of the first turn behind it. */
  first: number;
  end: number;
  /** About how high it will be, in CSS pixels, until the browser has seen it. */
  height: number;
}

/** Few enough to be drawn within a frame. */
export const TURNS_A_BLOCK = 6;

const LINE_PX = 30;
const LETTERS_A_LINE = 52;
/** Speaker and time stand beside the words, two lines of their own, and a turn keeps some room around it. */
const LEAST_PX = 44;
const ROOM_PX = 14;

export function blocksOf(turns: readonly Pick<Turn, "text">[]): Block[] {
  const blocks: Block[] = [];
  for (let first = 0; first < turns.length; first += TURNS_A_BLOCK) {
    const own = turns.slice(first, first + TURNS_A_BLOCK);
    const height = own.reduce((sum, turn) => sum + heightOf(turn.text.length), 0);
    blocks.push({ first, end: first + own.length, height });
  }
  return blocks;
}

function heightOf(letters: number): number {
  return Math.max(LEAST_PX, Math.ceil(letters / LETTERS_A_LINE) * LINE_PX) + ROOM_PX;
}
