import { useTranslation } from "react-i18next";

import type { HeardLineOut } from "../../api";
import { useNamed } from "../../workbench/sealed/marks";
import classes from "./Coaching.module.css";

/** What is said in a moment, each line by its speaker. */
export function Lines({ lines }: { lines: HeardLineOut[] }) {
  const { t } = useTranslation("workbench");
  const named = useNamed();
  if (lines.length === 0) return null;
  return (
    <ul className={classes.lines}>
      {lines.map((line, place) => (
        <li key={`${place}-${line.text}`} data-speaker={line.speaker}>
          <span className={classes.speaker}>{t(`speaker.${line.speaker}`)}</span> <bdi>{named(line.text)}</bdi>
        </li>
      ))}
    </ul>
  );
}
