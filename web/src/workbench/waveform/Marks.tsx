import { useTranslation } from "react-i18next";

import { clock } from "../time";
import { type Mark, type MarkKind, nameOf } from "./marks";
import type { View } from "./scale";
import { xOf } from "./scale";
import styles from "./Waveform.module.css";

interface MarksProps {
  marks: readonly Mark[];
  view: View;
  kinds: readonly MarkKind[];
  onPick?: (mark: Mark) => void;
}

/**
 * What lies over or under the waves. All of it is told elsewhere as well (dead air, holds and who spoke over whom in the transcript, evidence as chips
 * beside its question), so that assistive technology is spared a second, unordered telling.
 */
export function Marks({ marks, view, kinds, onPick }: MarksProps) {
  const { t } = useTranslation("workbench");
  const shown = marks.filter((mark) => kinds.includes(mark.kind) && inView(mark, view));
  return (
    <div className={onPick ? styles.strip : styles.marks} aria-hidden="true">
      {shown.map((mark, place) => {
        const left = Math.max(0, xOf(mark.startMs, view, 100));
        const width = Math.min(100, xOf(mark.endMs, view, 100)) - left;
        const common = {
          className: styles.mark,
          style: { left: `${left.toFixed(3)}%`, width: `max(3px, ${width.toFixed(3)}%)` },
          "data-kind": mark.kind,
          "data-verdict": mark.verdict,
          "data-by": mark.by,
          title: `${t(nameOf(mark))} · ${clock(mark.startMs)}`,
        };
        const key = `${mark.kind}-${mark.startMs}-${place}`;
        if (!onPick) {
          return (
            <div key={key} {...common}>
              {(mark.kind === "dead_air" || mark.kind === "hold") && (
                <span className={styles.label} dir="auto">
                  {mark.kind === "hold" && `${t("marks.hold")} · `}
                  {t("marks.seconds", { seconds: seconds(mark) })}
                </span>
              )}
            </div>
          );
        }
        return (
          <button
            key={key}
            type="button"
            tabIndex={-1}
            {...common}
            onClick={() => {
              onPick(mark);
            }}
          />
        );
      })}
    </div>
  );
}

/** How long it lasts, in seconds. */
function seconds(mark: Mark): string {
  return ((mark.endMs - mark.startMs) / 1000).toFixed(1);
}

function inView(mark: Mark, view: View): boolean {
  return mark.endMs >= view.startMs && mark.startMs <= view.startMs + view.lengthMs;
}
