import { memo, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { clock } from "../time";
import { type Mark, type MarkKind, nameOf } from "./marks";
import type { View } from "./scale";
import styles from "./Waveform.module.css";

interface MarksProps {
  marks: readonly Mark[];
  view: View;
  durationMs: number;
  kinds: readonly MarkKind[];
  onPick?: (mark: Mark) => void;
}

/**
 * What lies over or under the waves. All of it is told elsewhere as well (dead air, holds and who spoke over whom in the transcript, evidence as chips
 * beside its question), so that assistive technology is spared a second, unordered telling.
 */
export function Marks({ marks, view, durationMs, kinds, onPick }: MarksProps) {
  const shown = useMemo(() => marks.filter((mark) => kinds.includes(mark.kind)), [marks, kinds]);
  return (
    <div className={onPick ? styles.strip : styles.marks} aria-hidden="true">
      <div className={styles.film} style={stretched(view, durationMs)}>
        <Placed marks={shown} durationMs={durationMs} onPick={onPick} />
      </div>
    </div>
  );
}

/** Stretches the whole call so that the window over it shows the view: moving along it places no mark anew. */
function stretched(view: View, durationMs: number) {
  const share = (ms: number): string => `${((ms / view.lengthMs) * 100).toFixed(4)}%`;
  return { width: share(durationMs), left: share(-view.startMs) };
}

type PlacedProps = Pick<MarksProps, "marks" | "durationMs"> & { onPick: MarksProps["onPick"] };

/** The marks at their share of the call. */
const Placed = memo(function Placed({ marks, durationMs, onPick }: PlacedProps) {
  const { t } = useTranslation("workbench");
  return marks.map((mark, place) => {
    const left = (mark.startMs / durationMs) * 100;
    const width = ((mark.endMs - mark.startMs) / durationMs) * 100;
    const common = {
      className: styles.mark,
      style: { left: `${left.toFixed(5)}%`, width: `max(3px, ${width.toFixed(5)}%)` },
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
  });
});

/** How long it lasts, in seconds. */
function seconds(mark: Mark): string {
  return ((mark.endMs - mark.startMs) / 1000).toFixed(1);
}
