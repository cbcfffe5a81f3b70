import { useTranslation } from "react-i18next";

import type { Point } from "../../ui/charts/figure";
import { Figures } from "./Figures";
import { Frame } from "./Frame";
import { Nothing } from "./Nothing";
import { useCoachingEffect } from "./queries";
import { useDay, useQuestionText, useReadings } from "./words";

/** Before and after coaching sessions, against members who were not coached in the same weeks. */
export function CoachingEffect({ cohort }: { cohort: string }) {
  const { t } = useTranslation("measures");
  const text = useQuestionText();
  const day = useDay();
  const { change } = useReadings();
  const found = useCoachingEffect(cohort);
  const kept = { cohort, measure: "coaching", reading: change, level: 0 } as const;
  return (
    <Frame measure="coaching" found={found}>
      {({ rows, sessions, weeks, fewest_coached, fewest_each }) => {
        if (sessions.length === 0) return <Nothing body={t("coaching.nothing")} />;
        const together = rows.map((row): Point => ({
          key: row.question?.id ?? "",
          name: t("coaching.sessions", {
            what: row.question ? text(row.question) : t("coaching.whole"),
            count: row.sessions,
          }),
          figure: row.effect,
        }));
        const alone = sessions.map((one): Point => ({
          key: `${one.agent_id} ${one.question.id} ${one.day}`,
          name: t("coaching.one", { agent: one.agent, what: text(one.question), day: day(one.day) }),
          figure: one.effect,
        }));
        return (
          <>
            <Figures
              title={t("coaching.together")}
              note={t("coaching.together_note", { weeks, fewest: fewest_coached })}
              head={t("question")}
              points={together}
              {...kept}
            />
            <Figures
              title={t("coaching.each")}
              note={t("coaching.each_note", { fewest: fewest_each })}
              head={t("coaching.session")}
              points={alone}
              {...kept}
            />
          </>
        );
      }}
    </Frame>
  );
}
