import { useTranslation } from "react-i18next";

import type { Point } from "../../ui/charts/figure";
import { Figures } from "./Figures";
import { Frame } from "./Frame";
import { Nothing } from "./Nothing";
import { useTransfer } from "./queries";
import { useQuestionText, useReadings } from "./words";

/** Whether what works in practice comes up in live calls. */
export function Transfer({ cohort }: { cohort: string }) {
  const { t } = useTranslation("measures");
  const text = useQuestionText();
  const { change, share } = useReadings();
  const found = useTransfer(cohort);
  const kept = { head: t("question"), cohort, measure: "transfer" } as const;
  return (
    <Frame measure="transfer" found={found}>
      {({ whole, rows, drills, ground }) => {
        if (rows.length === 0 && drills.length === 0) return <Nothing body={t("transfer.nothing")} />;
        const points = (of: "gap" | "practice" | "live") =>
          rows.map((row): Point => ({ key: row.question.id, name: text(row.question), figure: row[of] }));
        return (
          <>
            <Figures
              title={t("transfer.gap")}
              note={t("transfer.gap_note")}
              points={[{ key: "", name: t("transfer.whole"), figure: whole }, ...points("gap")]}
              reading={change}
              level={0}
              {...kept}
            />
            <Figures title={t("transfer.practice")} points={points("practice")} reading={share} {...kept} />
            <Figures title={t("transfer.live")} points={points("live")} reading={share} {...kept} />
            {drills.length > 0 && (
              <Figures
                title={t("transfer.drills")}
                note={t("transfer.drills_note", { agents: ground.fewest_agents })}
                points={drills.map(({ question, figure }): Point => ({ key: question.id, name: text(question), figure }))}
                reading={share}
                {...kept}
              />
            )}
          </>
        );
      }}
    </Frame>
  );
}
