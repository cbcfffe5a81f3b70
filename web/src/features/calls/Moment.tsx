import type { CallOut } from "../../api";
import { formatLength } from "../../ui/format";
import { isSpoken } from "./medium";
import { MediumMark } from "./MediumMark";

interface MomentProps {
  medium: CallOut["medium"];
  ms: number;
  className?: string;
}

/** When something is said in a call, in a list of moments; of what was written, that it was. */
export function Moment({ medium, ms, className }: MomentProps) {
  if (!isSpoken({ medium })) return <MediumMark medium={medium} />;
  return <bdi className={className}>{formatLength(ms)}</bdi>;
}
