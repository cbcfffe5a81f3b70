import { useTranslation } from "react-i18next";

import type { DrillOut } from "../../../api";
import { VerdictMark } from "../../../workbench/rubric/VerdictMark";
import classes from "../Practice.module.css";

/** A machine's verdict on an attempt, by shape, colour and words. */
export function VerdictWords({ verdict, late = false }: { verdict: NonNullable<DrillOut["best"]>; late?: boolean }) {
  const { t } = useTranslation("practice");
  return (
    <span className={classes.verdict}>
      <VerdictMark verdict={verdict} by="machine" />
      {t(late ? "verdict.late" : `verdict.${verdict}`)}
    </span>
  );
}
