import type { Score } from "../types";
import styles from "./Score.module.css";

/** The score on a line from 0 to 100: what it could become, where it stands, where passing begins. Words stand beside it. */
export function ScoreBar({ score }: { score: Score }) {
  if (score.percent === null) return null;
  const low = score.low ?? score.percent;
  const high = score.high ?? score.percent;
  return (
    <div className={styles.bar} dir="ltr" aria-hidden="true">
      <div className={styles.range} style={{ left: `${low}%`, width: `${Math.max(0, high - low)}%` }} />
      <div className={styles.pass} style={{ left: `${score.pass_percent}%` }} />
      <div className={styles.dot} style={{ left: `${score.percent}%` }} />
    </div>
  );
}
