import { useLayoutEffect, type RefObject } from "react";

/** Below this the columns would be slits: the page scrolls instead. */
const LEAST_PX = 620;
const BELOW_PX = 24;

/** Makes an element reach from where it begins to the bottom of the window, so that its parts scroll and the page does not. */
export function useFullHeight(element: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const fit = (): void => {
      const target = element.current;
      if (!target) return;
      const top = target.getBoundingClientRect().top + window.scrollY;
      target.style.setProperty("--full", `${Math.max(LEAST_PX, window.innerHeight - top - BELOW_PX)}px`);
    };
    fit();
    window.addEventListener("resize", fit);
    // A notice that comes or goes above moves where it begins.
    const around = element.current?.parentElement;
    const watching = new ResizeObserver(fit);
    if (around) watching.observe(around);
    return () => {
      watching.disconnect();
      window.removeEventListener("resize", fit);
    };
  }, [element]);
}
