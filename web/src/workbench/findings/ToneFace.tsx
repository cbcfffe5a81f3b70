import {
  IconMoodHappy,
  IconMoodHappyFilled,
  IconMoodNeutral,
  IconMoodNeutralFilled,
  IconMoodSad,
  IconMoodSadFilled,
  type IconProps,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

import type { ToneLabel } from "../types";

type Face = ComponentType<IconProps>;

const FACES: Readonly<Record<ToneLabel, { machine: Face; person: Face }>> = {
  negative: { machine: IconMoodSad, person: IconMoodSadFilled },
  neutral: { machine: IconMoodNeutral, person: IconMoodNeutralFilled },
  positive: { machine: IconMoodHappy, person: IconMoodHappyFilled },
};

interface ToneFaceProps {
  label: ToneLabel;
  /** The machine's face is outlined, a person's is filled. */
  by: "machine" | "person";
}

/** A tone by its shape. The words beside it say the same, so it is hidden from screen readers. */
export function ToneFace({ label, by }: ToneFaceProps) {
  const Shape = FACES[label][by];
  return <Shape size={16} stroke={1.7} aria-hidden />;
}
