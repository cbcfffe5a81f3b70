import { useTranslation } from "react-i18next";

import type { Phase } from "../types";
import { useWhere } from "../written/where";
import styles from "./Findings.module.css";

interface PhaseBandProps {
  phases: readonly Phase[];
  onSeek: (ms: number) => void;
}

/** The parts of the call in the order of time, left to right in every language, about as wide as they are long. */
export function PhaseBand({ phases, onSeek }: PhaseBandProps) {
  const { t } = useTranslation("workbench");
  const { at } = useWhere();
  return (
    <ol className={styles.phases} dir="ltr" aria-label={t("findings.phases")}>
      {phases.map((phase) => {
        const name = t(`findings.phase.${phase.name}`);
        return (
          <li key={phase.start_ms} style={{ flexGrow: Math.max(1, phase.end_ms - phase.start_ms) }}>
            <button
              type="button"
              className={styles.phase}
              aria-label={t("findings.go_to", { name, time: at(phase.start_ms) })}
              title={`${at(phase.start_ms)} – ${at(phase.end_ms)}`}
              onClick={() => {
                onSeek(phase.start_ms);
              }}
            >
              <span dir="auto">{name}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
