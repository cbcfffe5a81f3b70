import { IconMessage, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import look from "../../ui/Look.module.css";
import { useNamed } from "../sealed/marks";
import type { Evidence } from "../types";
import { useWhere } from "../written/where";
import styles from "./EvidenceChip.module.css";

interface EvidenceChipProps {
  evidence: Evidence;
  onPlay: (evidence: Evidence) => void;
}

/** A quote and its moment. Pressing it plays exactly that and shows where it stands in the transcript. */
export function EvidenceChip({ evidence, onPlay }: EvidenceChipProps) {
  const { t } = useTranslation(["workbench", "written"]);
  const named = useNamed();
  const { written, at } = useWhere();
  const time = at(evidence.start_ms);
  const name = t(`speaker.${evidence.speaker}`);
  return (
    <button
      type="button"
      className={styles.chip}
      data-speaker={evidence.speaker}
      onClick={() => {
        onPlay(evidence);
      }}
    >
      {written ? (
        <IconMessage className={styles.icon} size={14} stroke={1.8} aria-hidden />
      ) : (
        <IconPlayerPlay className={styles.icon} size={14} stroke={1.8} aria-hidden />
      )}
      <span className={look.unseen}>
        {written ? t("written:show", { name, place: time }) : t("evidence.hear", { name, time })}{" "}
      </span>
      <span className={styles.quote} dir="auto">
        {named(evidence.text) || t("evidence.no_words")}
      </span>
      <bdi className={styles.time} aria-hidden="true">
        {time}
      </bdi>
    </button>
  );
}
