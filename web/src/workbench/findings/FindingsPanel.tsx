import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { memo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Evidence, Findings, Question } from "../types";
import styles from "./Findings.module.css";
import { Opportunities, Promises } from "./Moments";
import { PhaseBand } from "./PhaseBand";
import { courseOf, speakersOf } from "./toneLine";
import { ToneStrip } from "./ToneStrip";

interface FindingsPanelProps {
  callId: string;
  findings: Findings;
  questions: readonly Question[];
  durationMs: number;
  onSeek: (ms: number) => void;
  onPlay: (evidence: Evidence) => void;
}

/** On lower windows the transcript keeps the room until somebody asks for more. */
const TALL_PX = 1200;

/** What was found in the call besides answers: its parts and one line of words, the rest on request. */
export const FindingsPanel = memo(function FindingsPanel(props: FindingsPanelProps) {
  const { callId, findings, questions, durationMs, onSeek, onPlay } = props;
  const { t } = useTranslation("workbench");
  const [open, setOpen] = useState(() => window.innerHeight >= TALL_PX);
  const { phases = [], opportunities = [], promises = [] } = findings;
  const tone = findings.tone && speakersOf(findings.tone).length > 0 ? findings.tone : null;
  const more = tone !== null || opportunities.length > 0 || promises.length > 0;
  if (!more && phases.length === 0) return null;
  const Chevron = open ? IconChevronDown : IconChevronUp;
  return (
    <section className={styles.panel} aria-labelledby="findings-heading">
      <div className={styles.head}>
        <h2 className={styles.heading} id="findings-heading">
          {t("findings.title")}
        </h2>
        {!open && <Gist findings={findings} />}
        {more && (
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={open}
            onClick={() => {
              setOpen(!open);
            }}
          >
            {t(open ? "findings.less" : "findings.more")}
            <Chevron size={16} aria-hidden />
          </button>
        )}
      </div>
      {phases.length > 0 && <PhaseBand phases={phases} onSeek={onSeek} />}
      {open && more && (
        <div className={styles.body}>
          {tone && <ToneStrip tone={tone} durationMs={durationMs} />}
          {opportunities.length > 0 && (
            <Opportunities opportunities={opportunities} questions={questions} onPlay={onPlay} />
          )}
          {promises.length > 0 && <Promises callId={callId} promises={promises} onPlay={onPlay} />}
        </div>
      )}
    </section>
  );
});

/** The whole in one line of words. */
function Gist({ findings: { tone, opportunities = [], promises = [] } }: { findings: Findings }) {
  const { t } = useTranslation("workbench");
  const course = courseOf(tone?.trend.customer);
  const parts = [
    course !== "unknown" && t(`findings.tone.course.${course}`, { name: t("speaker.customer") }),
    opportunities.length > 0 && t("findings.opportunities.count", { count: opportunities.length }),
    promises.length > 0 && t("findings.promises.count", { count: promises.length }),
  ].filter((part) => part !== false);
  return <p className={styles.gist}>{parts.join(" · ")}</p>;
}
