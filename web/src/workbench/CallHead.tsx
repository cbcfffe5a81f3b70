import { Badge } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";

import { SimulatedBadge } from "../features/simulated/SimulatedBadge";
import { formatDateTime, formatLength } from "../ui/format";
import { MediumMark } from "../features/calls/MediumMark";
import { useTexts } from "./language";
import { PaperLink } from "./PaperLink";
import type { Evaluation } from "./types";
import styles from "./Workbench.module.css";

/** Whose call this is, when it was, and by which rubric it is looked at. */
export const CallHead = memo(function CallHead({ evaluation }: { evaluation: Evaluation }) {
  const { t, i18n } = useTranslation("workbench");
  const textIn = useTexts();
  const { call, rubric, state } = evaluation;
  const when = call.started_at ?? call.received_at;
  return (
    <div className={styles.callHead}>
      <h1 className={styles.title}>
        <bdi>{call.agent?.name ?? call.agent_code ?? call.file_name}</bdi>
        <Badge variant="light" color="gray" tt="none" fw={500}>
          {t(`state.${state}`)}
        </Badge>
        <SimulatedBadge simulated={call.simulated} />
        <MediumMark medium={call.medium} />
        <PaperLink evaluationId={evaluation.id} />
      </h1>
      <p className={styles.facts}>
        <bdi>{formatDateTime(when, i18n.language)}</bdi>
        {call.duration_ms !== null && <bdi>{formatLength(call.duration_ms)}</bdi>}
        <span dir="auto">{textIn(rubric.title)}</span>
        {evaluation.reviewer_name && (
          <span>
            {t("head.reviewer")} <bdi>{evaluation.reviewer_name}</bdi>
          </span>
        )}
      </p>
    </div>
  );
});
