import { useTranslation } from "react-i18next";

import type { CallOut } from "../../api";
import { clock } from "../../workbench/time";
import { isSpoken } from "./medium";
import { MediumMark } from "./MediumMark";

interface MomentProps {
  ms: number;
  /** Where it was written: which message, from 1 on. */
  message?: number | null | undefined;
  /** How the call was held, where the list says it. */
  medium?: CallOut["medium"];
  className?: string | undefined;
}

/** When something is said in a call, in a list of moments; of what was written, in which message. */
export function Moment({ ms, message, medium, className }: MomentProps) {
  const { t } = useTranslation("written");
  if (typeof message === "number") return <bdi className={className}>{t("message", { number: message })}</bdi>;
  if (!isSpoken({ medium })) return <MediumMark medium={medium} />;
  return <bdi className={className}>{clock(ms)}</bdi>;
}
