import { Button } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useTexts } from "../language";
import type { Evidence, Question, Suggestion } from "../types";
import { certaintyOf, sureness } from "./certainty";
import { EvidenceChip } from "./EvidenceChip";
import { useWhere } from "../written/where";
import styles from "./Question.module.css";

interface SuggestionNoteProps {
  question: Question;
  suggestion: Suggestion;
  onPlay: (evidence: Evidence) => void;
  /** Absent where there is nothing to take over, or nobody may. */
  onAccept?: () => void;
}

/** What the machine says, in its own dashed frame: verdict, how sure, why, and where it was heard. */
export function SuggestionNote({ question, suggestion, onPlay, onAccept }: SuggestionNoteProps) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  return (
    <div className={styles.machine} data-verdict={suggestion.verdict}>
      <div className={styles.machineHead}>
        <span className={styles.machineSays}>
          <IconSparkles size={15} stroke={1.7} aria-hidden />
          {t("machine.suggests")}
        </span>
        <strong>{verdictText()}</strong>
        <Sureness suggestion={suggestion} />
        {onAccept && (
          <Button className={styles.accept} size="compact-sm" variant="light" onClick={onAccept}>
            {t("answer.accept")}
          </Button>
        )}
      </div>
      <p className={styles.why} dir="auto">
        {textIn(suggestion.why)}
      </p>
      {suggestion.evidence.length > 0 && (
        <div className={styles.evidence}>
          {suggestion.evidence.map((evidence) => (
            <EvidenceChip key={`${evidence.start_ms}-${evidence.text}`} evidence={evidence} onPlay={onPlay} />
          ))}
        </div>
      )}
    </div>
  );

  /** The option as the rubric words it, where the verdict alone does not say which. */
  function verdictText(): string {
    const option = question.options.find((one) => one.id === suggestion.option_id);
    return option ? textIn(option.label) : t(`verdict.${suggestion.verdict}`);
  }
}

function Sureness({ suggestion }: { suggestion: Suggestion }) {
  const { t, i18n } = useTranslation(["workbench", "written"]);
  const { written } = useWhere();
  if (suggestion.verdict === "not_applicable" || suggestion.verdict === "skipped") return null;
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" }).format(sureness(suggestion));
  const certainty = certaintyOf(suggestion);
  return (
    <span className={styles.sureness}>
      {written && certainty === "open" ? t("written:open") : t(`machine.certainty.${certainty}`)} <bdi>({percent})</bdi>
    </span>
  );
}
