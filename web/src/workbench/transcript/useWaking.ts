import { createContext, type RefObject, useContext, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";

import type { Wakefulness } from "./wakefulness";

/** Told of each block that was drawn with its words, so that they get the light that is due to them. */
export const AwakenedContext = createContext<(block: HTMLElement) => void>(() => undefined);

/** Whether a block is drawn with all its words, and where it says that it is there. */
export function useWaking(wakefulness: Wakefulness): { ref: RefObject<HTMLOListElement | null>; awake: boolean } {
  const ref = useRef<HTMLOListElement>(null);
  const [awake, setAwake] = useState(!wakefulness.long);
  const awakened = useContext(AwakenedContext);
  useEffect(() => {
    const element = ref.current;
    if (!element || !wakefulness.long) return;
    return wakefulness.add({
      element,
      // At once: whoever wakes it goes on with its words.
      wake: () => {
        flushSync(() => {
          setAwake(true);
        });
      },
      sleep: () => {
        setAwake(false);
      },
    });
  }, [wakefulness]);
  useLayoutEffect(() => {
    if (awake && ref.current) awakened(ref.current);
  }, [awake, awakened]);
  return { ref, awake };
}
