import { useEffect, useRef } from "react";

import type { Command } from "./shortcuts";
import { commandFor, takesKeys } from "./shortcuts";

/** Listens on the whole page while mounted. `act` says whether it did something; then the browser leaves the key alone. */
export function useShortcuts(singleKeys: boolean, act: (command: Command) => boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const focused = document.activeElement;
      const command = commandFor(event, {
        inField: takesKeys(focused),
        inDialog: document.querySelector('[role="dialog"]') !== null || focused?.closest('[role="menu"]') != null,
        singleKeys,
      });
      if (command !== null && latest.current(command)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [singleKeys]);
}
