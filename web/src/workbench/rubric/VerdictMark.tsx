import {
  IconCheck,
  IconCircleDashed,
  IconCircleOff,
  IconQuestionMark,
  IconX,
  type IconProps,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

import type { Verdict } from "../types";
import styles from "./VerdictMark.module.css";

const SHAPES: Readonly<Record<Verdict, ComponentType<IconProps>>> = {
  said: IconCheck,
  met: IconCheck,
  not_said: IconX,
  not_met: IconX,
  unsure: IconQuestionMark,
  skipped: IconCircleDashed,
  not_applicable: IconCircleOff,
};

interface VerdictMarkProps {
  verdict: Verdict;
  /** The machine's mark is outlined, a person's is filled. */
  by: "machine" | "person";
}

/** A verdict by shape as well as by colour. The words beside it say the same, so it is hidden from screen readers. */
export function VerdictMark({ verdict, by }: VerdictMarkProps) {
  const Shape = SHAPES[verdict];
  return (
    <span className={styles.mark} data-verdict={verdict} data-by={by} aria-hidden="true">
      <Shape size={15} stroke={2.4} />
    </span>
  );
}
