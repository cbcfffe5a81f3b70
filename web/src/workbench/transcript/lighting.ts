/**
 * Lighting words without React: attributes are set on the word that is being said, on the words of an evidence chip and
 * on search hits. Re-rendering thousands of words a frame is what makes transcript editors slow.
 *
 * Words of sleeping blocks are not there; what is due to them they get when they come (`take`).
 */

const FLASH_MS = 1800;

export class WordLights {
  private readonly words = new Map<number, HTMLElement>();
  private now = -1;
  private flashing: ReadonlySet<number> = new Set();
  private hits: ReadonlySet<number> = new Set();
  private current: ReadonlySet<number> = new Set();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement) {
    this.take(root);
  }

  /** Words that were drawn just now: they get the light that is due to them. */
  take(block: HTMLElement): void {
    for (const [word, element] of this.words) if (!element.isConnected) this.words.delete(word);
    for (const element of block.querySelectorAll<HTMLElement>("[data-word]")) {
      const word = Number(element.dataset.word);
      this.words.set(word, element);
      element.toggleAttribute("data-now", word === this.now);
      element.toggleAttribute("data-flash", this.flashing.has(word));
      this.markOne(word, element);
    }
  }

  /** The element of a word, or null while it sleeps. */
  element(word: number): HTMLElement | null {
    const element = this.words.get(word);
    return element?.isConnected ? element : null;
  }

  /** Lights one word as the one being said; -1 lights none. Says whether anything changed. */
  say(word: number): boolean {
    if (word === this.now) return false;
    this.words.get(this.now)?.removeAttribute("data-now");
    this.words.get(word)?.setAttribute("data-now", "");
    this.now = word;
    return true;
  }

  /** Flashes the words of a quote, then lets go of them. */
  flash(words: readonly number[]): void {
    this.endFlash();
    this.flashing = new Set(words);
    for (const word of words) this.words.get(word)?.setAttribute("data-flash", "");
    this.timer = setTimeout(() => {
      this.endFlash();
    }, FLASH_MS);
  }

  /** Marks exactly these words as search hits, the words of the current hit stronger. */
  mark(words: ReadonlySet<number>, current: ReadonlySet<number>): void {
    this.hits = words;
    this.current = current;
    for (const [word, element] of this.words) this.markOne(word, element);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private markOne(word: number, element: HTMLElement): void {
    if (this.hits.has(word)) element.setAttribute("data-hit", this.current.has(word) ? "current" : "");
    else element.removeAttribute("data-hit");
  }

  private endFlash(): void {
    clearTimeout(this.timer);
    for (const word of this.flashing) this.words.get(word)?.removeAttribute("data-flash");
    this.flashing = new Set();
  }
}
