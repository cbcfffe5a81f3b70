import { Alert, Button, Skeleton } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { AgentBench } from "./agent/AgentBench";
import { ReviewBench } from "./ReviewBench";
import type { Evaluation, Mode } from "./types";
import { usePeaks, useTranscript } from "./useCallMedia";
import styles from "./Workbench.module.css";

export interface WorkbenchProps {
  evaluation: Evaluation;
  mode: Mode;
}

/** One call: heard, read and answered (`review`), or read back by the agent whose call it was (`agent`). */
export function Workbench({ evaluation, mode }: WorkbenchProps) {
  const { t } = useTranslation("workbench");
  const transcript = useTranscript(evaluation.call.id);
  const peaks = usePeaks(evaluation.call.id);
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
  const Bench = mode === "agent" ? AgentBench : ReviewBench;
  return (
    <Bench key={evaluation.id} evaluation={evaluation} transcript={transcript.data} peaks={peaks.data ?? null} />
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
