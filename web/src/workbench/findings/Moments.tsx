import { IconCheck, IconClock, IconQuestionMark, IconX, type IconProps } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";

import { PromiseStanding } from "../../ui/promises/PromiseStanding";
import { usePromisesOf } from "../../ui/promises/usePromises";
import { useTexts } from "../language";
import { EvidenceChip } from "../rubric/EvidenceChip";
import type { Evidence, Opportunity, PromiseMade, Question } from "../types";
import styles from "./Findings.module.css";

interface OpportunitiesProps {
  opportunities: readonly Opportunity[];
  /** The rubric's questions; one of them may be the situation's own. */
  questions: readonly Question[];
  onPlay: (evidence: Evidence) => void;
}

const OUTCOMES: Readonly<Record<Opportunity["outcome"], ComponentType<IconProps>>> = {
  answered: IconCheck,
  late: IconClock,
  missed: IconX,
  unsure: IconQuestionMark,
};

/** The moments that asked for something, what they asked for, and what followed. */
export function Opportunities({ opportunities, questions, onPlay }: OpportunitiesProps) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  const inOrder = [...opportunities].sort((a, b) => a.trigger.start_ms - b.trigger.start_ms);
  return (
    <section className={styles.part} aria-labelledby="findings-opportunities">
      <h3 className={styles.name} id="findings-opportunities">
        {t("findings.opportunities.title")}
      </h3>
      <ul className={styles.moments}>
        {inOrder.map((one) => {
          const question = questions.find((asked) => asked.id === one.question_id);
          return (
            <li key={`${one.question_id}-${one.trigger.start_ms}`} className={styles.moment}>
              <Outcome outcome={one.outcome} />
              <span dir="auto">{question ? textIn(question.text) : one.question_id}</span>
              <div className={styles.chips}>
                <EvidenceChip evidence={one.trigger} onPlay={onPlay} />
                {one.response && <EvidenceChip evidence={one.response} onPlay={onPlay} />}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Outcome({ outcome }: { outcome: Opportunity["outcome"] }) {
  const { t } = useTranslation("workbench");
  const Shape = OUTCOMES[outcome];
  return (
    <span className={styles.outcome} data-outcome={outcome}>
      <Shape size={14} stroke={2.2} aria-hidden />
      {t(`findings.opportunities.${outcome}`)}
    </span>
  );
}

interface PromisesProps {
  callId: string;
  promises: readonly PromiseMade[];
  onPlay: (evidence: Evidence) => void;
}

/** What was promised, by when, and what became of it. */
export function Promises({ callId, promises, onPlay }: PromisesProps) {
  const { t } = useTranslation("workbench");
  const followed = usePromisesOf(callId).data ?? [];
  return (
    <section className={styles.part} aria-labelledby="findings-promises">
      <h3 className={styles.name} id="findings-promises">
        {t("findings.promises.title")}
      </h3>
      <ul className={styles.moments}>
        {promises.map(({ evidence, due }) => (
          <li key={evidence.start_ms} className={styles.promise}>
            <EvidenceChip evidence={evidence} onPlay={onPlay} />
            <span className={styles.quiet}>
              {due === null ? (
                t("findings.promises.no_due")
              ) : (
                <>
                  {t("findings.promises.due")} <bdi>{due}</bdi>
                </>
              )}
            </span>
            {followed
              .filter((one) => one.start_ms === evidence.start_ms)
              .map((one) => (
                <PromiseStanding key={one.id} promise={one} mayChange />
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
