import { useCallback, useMemo, useState } from "react";

import type { CallOut } from "../../api";

export type TickState = "on" | "off" | "none";

export interface Ticks {
  /** Whether anything can be ticked by this person at all. */
  shown: boolean;
  /** The ids of the shown calls that can be given to somebody. */
  assignable: string[];
  chosen: string[];
  of: (call: CallOut) => TickState;
  toggle: (id: string) => void;
  all: (on: boolean) => void;
  clear: () => void;
}

/** Which calls of a list are ticked. A call that left the list, or was reviewed, is not. */
export function useTicks(calls: CallOut[], shown: boolean): Ticks {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const assignable = useMemo(() => calls.filter(canBeAssigned).map((call) => call.id), [calls]);
  const toggle = useCallback((id: string) => {
    setTicked((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }, []);
  const clear = useCallback(() => {
    setTicked(new Set());
  }, []);
  return {
    shown,
    assignable,
    chosen: assignable.filter((id) => ticked.has(id)),
    of: (call) => (canBeAssigned(call) ? (ticked.has(call.id) ? "on" : "off") : "none"),
    toggle,
    all: (on) => {
      setTicked(new Set(on ? assignable : []));
    },
    clear,
  };
}

/** Scored, and not reviewed. Of a call that one judges blind, the server decides. */
function canBeAssigned(call: CallOut): boolean {
  return call.state === "ready" && (call.evaluation === null || call.evaluation.state === "draft");
}
