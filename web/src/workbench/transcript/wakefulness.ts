/**
 * Which blocks of a long transcript are awake. A short one is awake as a whole.
 *
 * Framework-free: blocks tell where their element is, this watches what comes near the part that is in sight, and once
 * the eye could rest on it wakes one block a frame, so that no frame is late however fast somebody scrolls. Whoever needs
 * a word that sleeps wakes its block at once.
 */

/** From about half an hour of conversation on. */
const MANY_TURNS = 200;
/** How far above and below the part in sight blocks are awake: far enough that the keyboard never meets a sleeping one. */
const NEAR = "150% 0px";
const FAR = "400% 0px";
/** Who flies past reads nothing: blocks wake once nothing new has come near for so long. */
const RESTING_MS = 70;

interface Sleeper {
  element: HTMLElement;
  wake: () => void;
  sleep: () => void;
}

export class Wakefulness {
  readonly long: boolean;
  private readonly sleepers = new Map<Element, Sleeper>();
  private readonly near = new Set<Element>();
  private readonly awake = new Set<Element>();
  private comes: IntersectionObserver | null = null;
  private goes: IntersectionObserver | null = null;
  private frame = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(turns: number) {
    this.long = turns > MANY_TURNS;
  }

  /** Begins to watch what is in sight of `root`; returns how to stop. */
  watch(root: Element): () => void {
    if (!this.long) return () => undefined;
    this.comes = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) this.near.add(target);
          else this.near.delete(target);
        }
        clearTimeout(this.resting);
        this.resting = setTimeout(() => {
          this.plan();
        }, RESTING_MS);
      },
      { root, rootMargin: NEAR },
    );
    this.goes = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) if (!isIntersecting) this.rest(target);
      },
      { root, rootMargin: FAR },
    );
    for (const element of this.sleepers.keys()) this.observe(element);
    return () => {
      clearTimeout(this.resting);
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.comes?.disconnect();
      this.goes?.disconnect();
      this.comes = this.goes = null;
    };
  }

  /** A block is there; returns how to forget it. */
  add(sleeper: Sleeper): () => void {
    const { element } = sleeper;
    this.sleepers.set(element, sleeper);
    this.observe(element);
    return () => {
      this.sleepers.delete(element);
      this.near.delete(element);
      this.awake.delete(element);
      this.comes?.unobserve(element);
      this.goes?.unobserve(element);
    };
  }

  /** Wakes the block of this element now. */
  rouse(element: Element): void {
    this.near.delete(element);
    if (this.awake.has(element)) return;
    this.awake.add(element);
    this.sleepers.get(element)?.wake();
  }

  private observe(element: Element): void {
    this.comes?.observe(element);
    this.goes?.observe(element);
  }

  private plan(): void {
    for (const element of this.near) if (this.awake.has(element)) this.near.delete(element);
    if (this.frame !== 0 || this.near.size === 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const next = this.nearest();
      if (next) this.rouse(next);
      this.plan();
    });
  }

  /** What is in sight before what is only near it. */
  private nearest(): Element | undefined {
    const middle = window.innerHeight / 2;
    let best: Element | undefined;
    let least = Infinity;
    for (const element of this.near) {
      const { top, bottom } = element.getBoundingClientRect();
      const away = top > middle ? top - middle : bottom < middle ? middle - bottom : 0;
      if (away < least) [best, least] = [element, away];
    }
    return best;
  }

  /** A block that somebody works in stays as it is. */
  private rest(element: Element): void {
    if (!this.awake.has(element) || element.contains(document.activeElement)) return;
    if (element.querySelector("textarea,[aria-expanded='true']")) return;
    this.awake.delete(element);
    this.sleepers.get(element)?.sleep();
  }
}
