import { IconEarScan } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CallOut } from "../../api";
import { isSpoken } from "./medium";
import { MarkExemplar } from "../exemplars/MarkExemplar";
import classes from "./QuestionExtras.module.css";

/** What else can be done with a call that was scored: how its agent sees it, and a moment of it for others to hear. */
export function MoreOfCall({ call }: { call: CallOut }) {
  const { t } = useTranslation("selfevaluation");
  return (
    <div className={classes.extras}>
      <Link to={`/calls/${call.id}/self-evaluation`} className={classes.quiet}>
        <IconEarScan size={15} stroke={1.8} aria-hidden />
        {t("open_beside")}
      </Link>
      {isSpoken(call) && (
        <MarkExemplar callId={call.id} durationMs={call.duration_ms ?? 0} question={null} className={classes.quiet} />
      )}
    </div>
  );
}
