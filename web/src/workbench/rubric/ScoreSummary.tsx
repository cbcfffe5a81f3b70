import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useTexts } from "../language";
import type { Question, Score } from "../types";
import styles from "./Score.module.css";
import { ScoreBar } from "./ScoreBar";

interface ScoreSummaryProps {
  score: Score;
  questions: readonly Question[];
  waiting: number;
  onNextWaiting: () => void;
}

/** The score: the word first, then the number with what it could still become, then who decided it. */
export function ScoreSummary({ score, questions, waiting, onNextWaiting }: ScoreSummaryProps) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  const failing = questions.find((question) => question.id === score.auto_failed_by);
  return (
    <section className={styles.score} aria-label={t("score.label")}>
      <div className={styles.words}>
        <strong className={styles.word} data-failed={failing !== undefined || undefined}>
          {t(wordOf(score))}
        </strong>
        {score.percent !== null && <Percent score={score} />}
      </div>
      <ScoreBar score={score} />
      <div className={styles.sources}>
        {failing ? <span dir="auto">{textIn(failing.text)}</span> : <Sources score={score} />}
        {waiting > 0 && (
          <UnstyledButton className={styles.waiting} onClick={onNextWaiting}>
            {t("score.waiting", { count: waiting })}
          </UnstyledButton>
        )}
      </div>
    </section>
  );
}

function Percent({ score }: { score: Score }) {
  const { t, i18n } = useTranslation("workbench");
  const number = (value: number | null): string =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(value ?? 0);
  const open = score.low !== null && score.high !== null && Math.round(score.high) > Math.round(score.low);
  return (
    <span className={styles.percent}>
      <bdi>{number(score.percent)}%</bdi>
      {open && (
        <span className={styles.interval}> {t("score.between", { low: number(score.low), high: number(score.high) })}</span>
      )}
    </span>
  );
}

function Sources({ score }: { score: Score }) {
  const { t } = useTranslation("workbench");
  return (
    <span>
      {score.from_people > 0 && `${t("score.from_people", { count: score.from_people })} · `}
      {t("score.from_machine", { count: score.from_machine })}
    </span>
  );
}

function wordOf(score: Score): string {
  if (score.auto_failed_by !== null) return "score.auto_failed";
  if (score.passed === null) return "score.open";
  return score.passed ? "score.passed" : "score.not_passed";
}
