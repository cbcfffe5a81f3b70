import { IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useNamed } from "../sealed/marks";
import { clock } from "../time";
import type { Evidence } from "../types";
import styles from "./EvidenceChip.module.css";

interface EvidenceChipProps {
  evidence: Evidence;
  onPlay: (evidence: Evidence) => void;
}

/** A quote and its moment. Pressing it plays exactly that and shows where it stands in the transcript. */
export function EvidenceChip({ evidence, onPlay }: EvidenceChipProps) {
  const { t } = useTranslation("workbench");
  const named = useNamed();
  const time = clock(evidence.start_ms);
  return (
    <button
      type="button"
      className={styles.chip}
      data-speaker={evidence.speaker}
      onClick={() => {
        onPlay(evidence);
      }}
    >
      <IconPlayerPlay className={styles.icon} size={14} stroke={1.8} aria-hidden />
      <span className={styles.hidden}>{t("evidence.hear", { name: t(`speaker.${evidence.speaker}`), time })} </span>
      <span className={styles.quote} dir="auto">
        {named(evidence.text) || t("evidence.no_words")}
      </span>
      <bdi className={styles.time} aria-hidden="true">
        {time}
      </bdi>
    </button>
  );
}
