import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Point } from "../../ui/charts/figure";
import { Figures } from "./Figures";
import { Frame } from "./Frame";
import { Nothing } from "./Nothing";
import { useAnchorEffect } from "./queries";
import { useQuestionText, useReadings, useWords } from "./words";

/** The customer's tone after a transition sentence against like moments without one. */
export function AnchorEffect({ cohort }: { cohort: string }) {
  const { t } = useTranslation("measures");
  const text = useQuestionText();
  const words = useWords();
  const { tone } = useReadings();
  const found = useAnchorEffect(cohort);
  return (
    <Frame measure="anchor" found={found}>
      {({ rows, fewest_moments }) => {
        if (rows.length === 0) return <Nothing body={t("anchor.nothing")} />;
        const points = rows.map((row): Point => ({ key: row.question.id, name: text(row.question), figure: row.effect }));
        const sentences = rows.flatMap((row) =>
          row.sentences.map(
            (one): Point => ({ key: one.id, name: `\u2068${words(one.text)}\u2069 · ${text(row.question)}`, figure: one.effect }),
          ),
        );
        return (
          <>
            <Figures
              title={t("anchor.effect")}
              note={t("anchor.effect_note", { fewest: fewest_moments })}
              head={t("question")}
              points={points}
              reading={tone}
              level={0}
              cohort={cohort}
              measure="anchor"
            />
            <Text size="sm">{t("anchor.caution")}</Text>
            {sentences.length > 0 && (
              <>
                <Figures
                  title={t("anchor.sentences")}
                  note={t("anchor.sentences_note", { fewest: fewest_moments })}
                  head={t("anchor.sentence")}
                  points={sentences}
                  reading={tone}
                  level={0}
                  cohort={cohort}
                  measure="anchor"
                />
                <Text size="sm">{t("anchor.caution_sentences")}</Text>
              </>
            )}
          </>
        );
      }}
    </Frame>
  );
}
