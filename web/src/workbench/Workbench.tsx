import { Alert, Button, Skeleton } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { AgentBench, type UnderQuestion } from "./agent/AgentBench";
import { ReviewBench } from "./ReviewBench";
import type { Evaluation, Mode } from "./types";
import { usePeaks, useTranscript } from "./useCallMedia";
import styles from "./Workbench.module.css";
import { WhereIn } from "./written/where";

export interface WorkbenchProps {
  evaluation: Evaluation;
  mode: Mode;
  /** Whether this person may see the personal numbers that were taken out of the transcript. */
  reveals?: boolean;
  /** What else stands with a question of the agent's; `moment` tells where the recording is. */
  underQuestion?: UnderQuestion;
}

/** One call: heard, read and answered (`review`), or read back by the agent whose call it was (`agent`). */
export function Workbench({ evaluation, mode, reveals = false, underQuestion }: WorkbenchProps) {
  const { t } = useTranslation("workbench");
  const [asked, ask] = useState<number | null>(null);
  const transcript = useTranscript(evaluation.call.id, asked);
  const peaks = usePeaks(evaluation.call);
  if (transcript.isPending || peaks.isPending) return <Loading />;
  if (transcript.isError) {
    return (
      <Alert color="gray" title={t("problem.transcript")}>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => {
            void transcript.refetch();
          }}
        >
          {t("problem.retry")}
        </Button>
      </Alert>
    );
  }
  const shown = { evaluation, transcript: transcript.data, peaks: peaks.data ?? null };
  if (mode === "agent") {
    return (
      <WhereIn transcript={transcript.data}>
        <AgentBench key={evaluation.id} {...shown} underQuestion={underQuestion} />
      </WhereIn>
    );
  }
  // What is still on its way is not looked at yet.
  const looking = { asked: transcript.isPlaceholderData ? null : asked, ask };
  return (
    <WhereIn transcript={transcript.data}>
      <ReviewBench key={evaluation.id} {...shown} looking={looking} reveals={reveals} />
    </WhereIn>
  );
}

/** The shape of what is coming, so that nothing jumps when it is there. */
function Loading() {
  const { t } = useTranslation("workbench");
  return (
    <div className={styles.loading} role="status" aria-label={t("loading")}>
      <Skeleton height={52} />
      <Skeleton height={150} />
      <div className={styles.columns}>
        <Skeleton height={360} />
        <Skeleton height={360} />
      </div>
    </div>
  );
}
