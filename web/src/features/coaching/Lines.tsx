import { useTranslation } from "react-i18next";

import type { HeardLineOut } from "../../api";
import { useNamed } from "../../workbench/sealed/marks";
import classes from "./Coaching.module.css";

/** More than a moment has, such as a whole chat, are unfolded by whoever wants to read them. */
const MOST_AT_ONCE = 6;

/** What is said in a moment, each line by its speaker. */
export function Lines({ lines }: { lines: HeardLineOut[] }) {
  const { t } = useTranslation(["workbench", "coaching"]);
  const named = useNamed();
  if (lines.length === 0) return null;
  const list = (
    <ul className={classes.lines}>
      {lines.map((line, place) => (
        <li key={`${place}-${line.text}`} data-speaker={line.speaker}>
          <span className={classes.speaker}>{t(`speaker.${line.speaker}`)}</span> <bdi>{named(line.text)}</bdi>
        </li>
      ))}
    </ul>
  );
  if (lines.length <= MOST_AT_ONCE) return list;
  return (
    <details className={classes.proof}>
      <summary>{t("coaching:read_lines", { count: lines.length })}</summary>
      {list}
    </details>
  );
}
