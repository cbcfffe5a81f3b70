import { useTranslation } from "react-i18next";

import type { Point } from "../../ui/charts/figure";
import { Figures } from "./Figures";
import { Frame } from "./Frame";
import { Nothing } from "./Nothing";
import { useConsistency } from "./queries";
import { useQuestionText, useReadings } from "./words";

/** How even the team is, and how even each agent's weeks are. */
export function Consistency({ cohort }: { cohort: string }) {
  const { t } = useTranslation("measures");
  const text = useQuestionText();
  const { spread } = useReadings();
  const found = useConsistency(cohort);
  const kept = { head: t("question"), cohort, measure: "consistency", reading: spread } as const;
  return (
    <Frame measure="consistency" found={found}>
      {({ rows, weeks }) => {
        if (rows.length === 0 || !weeks) return <Nothing />;
        const points = (of: "between" | "within") =>
          rows.map((row): Point => ({ key: row.question.id, name: text(row.question), figure: row[of] }));
        const over = { first: weeks[0], last: weeks[1] };
        return (
          <>
            <Figures
              title={t("consistency.between")}
              note={t("consistency.between_note", over)}
              points={points("between")}
              {...kept}
            />
            <Figures
              title={t("consistency.within")}
              note={t("consistency.within_note", over)}
              points={points("within")}
              {...kept}
            />
          </>
        );
      }}
    </Frame>
  );
}
