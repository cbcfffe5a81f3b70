import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { ChangedOut, EvaluationRevisionOut } from "../../api";
import { formatDateTime, formatNumber } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import classes from "./Disputes.module.css";
import { useHistory } from "./queries";
import { useAnswers } from "./words";

interface WhatChangedProps {
  evaluationId: string;
  revision: number;
}

/** What a correction changed of the feedback before it, question by question; nothing where none was corrected. */
export function WhatChanged({ evaluationId, revision }: WhatChangedProps) {
  const history = useHistory(evaluationId, revision > 1);
  const [now, before] = around(history.data ?? [], evaluationId);
  if (!now || !before) return null;
  return <Changed now={now} before={before} />;
}

function around(
  history: EvaluationRevisionOut[],
  evaluationId: string,
): [EvaluationRevisionOut | undefined, EvaluationRevisionOut | undefined] {
  const place = history.findIndex((one) => one.evaluation_id === evaluationId);
  return [history[place], history[place + 1]];
}

function Changed({ now, before }: { now: EvaluationRevisionOut; before: EvaluationRevisionOut }) {
  const { t, i18n } = useTranslation("disputes");
  return (
    <section className={classes.changed} aria-labelledby="what-changed">
      <Title order={2} size="h4" id="what-changed">
        {t("history.title")}
      </Title>
      <Text size="sm" c="dimmed">
        {before.retracted_by_name !== null && (
          <>
            <bdi>{t("history.by", { name: before.retracted_by_name })}</bdi>
            {before.retracted_at !== null && (
              <>
                {" · "}
                <bdi>{formatDateTime(before.retracted_at, i18n.language)}</bdi>
              </>
            )}
          </>
        )}
      </Text>
      {now.changes.length === 0 ? (
        <Text>{t("history.nothing")}</Text>
      ) : (
        <>
          <Text>{t("history.lead")}</Text>
          <ul className={classes.changes}>
            {now.changes.map((change) => (
              <Change key={change.question_id} change={change} />
            ))}
          </ul>
        </>
      )}
      <Text size="sm">
        <Score before={before.percent} after={now.percent} />
      </Text>
    </section>
  );
}

function Change({ change }: { change: ChangedOut }) {
  const { t } = useTranslation("disputes");
  const textIn = useTexts();
  const { stood } = useAnswers();
  return (
    <li>
      <strong dir="auto">{textIn(change.text)}</strong>
      <dl className={classes.turn}>
        <div>
          <dt>{t("history.was")}</dt>
          <dd dir="auto">{stood(change.before)}</dd>
        </div>
        <div data-now>
          <dt>{t("history.now")}</dt>
          <dd dir="auto">{stood(change.after)}</dd>
        </div>
      </dl>
      <p className={classes.reason} dir="auto">
        {change.reason ?? t("history.with_others")}
      </p>
    </li>
  );
}

function Score({ before, after }: { before: number | null; after: number | null }) {
  const { t, i18n } = useTranslation("disputes");
  if (before === null || after === null) return null;
  const shown = (percent: number): string => `${formatNumber(Math.round(percent), i18n.language)}%`;
  if (shown(before) === shown(after)) return t("history.same_score");
  return t("history.score", { before: shown(before), after: shown(after) });
}
