/**
 * Lighting words without React: the transcript is rendered once, and attributes are set on the word that is being said,
 * on the words of an evidence chip and on search hits. Re-rendering thousands of words a frame is what makes transcript
 * editors slow.
 */

const FLASH_MS = 1800;

export class WordLights {
  private readonly root: HTMLElement;
  private words: HTMLElement[] = [];
  private now = -1;
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(root: HTMLElement) {
    this.root = root;
    this.collect();
  }

  /** Finds the word elements again; call it after the transcript has been rendered anew. */
  collect(): void {
    this.words = [];
    for (const element of this.root.querySelectorAll<HTMLElement>("[data-word]")) {
      this.words[Number(element.dataset.word)] = element;
    }
    this.now = -1;
  }

  element(word: number): HTMLElement | null {
    return this.words[word] ?? null;
  }

  /** Lights one word as the one being said; -1 lights none. Says whether anything changed. */
  say(word: number): boolean {
    if (word === this.now) return false;
    this.words[this.now]?.removeAttribute("data-now");
    this.words[word]?.setAttribute("data-now", "");
    this.now = word;
    return true;
  }

  /** Flashes the words of a quote, then lets go of them. */
  flash(words: readonly number[]): void {
    const elements = words.flatMap((word) => this.words[word] ?? []);
    for (const element of elements) element.setAttribute("data-flash", "");
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      for (const element of elements) element.removeAttribute("data-flash");
    }, FLASH_MS);
    this.timers.add(timer);
  }

  /** Marks exactly these words as search hits, the words of the current hit stronger. */
  mark(words: ReadonlySet<number>, current: ReadonlySet<number>): void {
    this.words.forEach((element, word) => {
      if (words.has(word)) element.setAttribute("data-hit", current.has(word) ? "current" : "");
      else element.removeAttribute("data-hit");
    });
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}
