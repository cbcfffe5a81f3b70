/** When to scroll so that the word being said stays in sight. Pure. */

export interface Box {
  top: number;
  bottom: number;
}

/** How far from the edges, as a share of the height, the word may go before the transcript scrolls. */
const CALM_SHARE = 0.2;

/** By how many pixels to scroll so that `word` comes to a third from the top; 0 while it is comfortably in sight. */
export function scrollBy(word: Box, frame: Box): number {
  const height = frame.bottom - frame.top;
  const calm = height * CALM_SHARE;
  if (word.top >= frame.top + calm * 0.5 && word.bottom <= frame.bottom - calm) return 0;
  return word.top - (frame.top + height / 3);
}
