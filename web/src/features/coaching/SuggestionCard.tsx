import { Badge, Button, Group, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import type { CoachingEvidence, CoachingSuggestion } from "../../api";
import { formatDate, formatShare, isolated } from "../../ui/format";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { useNamed } from "../../workbench/sealed/marks";
import classes from "./Coaching.module.css";
import { Hear } from "./Hear";
import { dayAfter, fromSuggestion } from "./plan";
import { useGiveTasks, usePrepare } from "./queries";

const TASK_DAYS = 7;
const AT_FIRST = 2;

/** Somebody and a question: how much is lost, for how certain, and the moments to hear. */
export function SuggestionCard({ suggestion }: { suggestion: CoachingSuggestion }) {
  const { t, i18n } = useTranslation("coaching");
  const textIn = useTexts();
  const { agent, question } = suggestion;
  const heading = `suggested-${agent.id}-${question.id}`;
  const share = (value: number) => formatShare(value, i18n.language);
  const range = `${share(suggestion.low)}–${share(suggestion.high)}`;
  const number = (value: number) =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 }).format(value);
  return (
    <li className={classes.card} aria-labelledby={heading} data-inhand={suggestion.in_hand !== null || undefined}>
      <div className={classes.head}>
        <Title order={2} size="h4" id={heading}>
          <bdi>{agent.name}</bdi>
        </Title>
        <Group gap={6}>
          {suggestion.in_hand !== null && (
            <Badge variant="outline" color="gray" tt="none" fw={550} c="var(--mantine-color-text)">
              {t(`in_hand.${suggestion.in_hand}`)}
            </Badge>
          )}
          {question.critical && (
            <Badge variant="light" color="gray" tt="none" fw={550} c="var(--mantine-color-text)">
              {t("critical")}
            </Badge>
          )}
          {agent.team !== null && (
            <Text size="sm" c="dimmed">
              <bdi>{agent.team}</bdi>
            </Text>
          )}
        </Group>
      </div>
      <p className={classes.question} dir="auto">
        {textIn(question.text)}
      </p>
      <p className={classes.why}>
        {t(suggestion.missed === null ? "lost" : "missed", {
          missed: suggestion.missed,
          lost: share(suggestion.lost),
          count: suggestion.opportunities,
          range: isolated(range),
        })}{" "}
        {t("each_week", { perWeek: number(suggestion.per_week), weight: number(question.weight) })}{" "}
        <strong>{t("at_least", { number: number(suggestion.lost_weekly) })}</strong>
        {suggestion.target !== null && ` ${t("aimed_at", { target: share(suggestion.target) })}`}
      </p>
      <Moments moments={suggestion.evidence} />
      <Steps suggestion={suggestion} />
    </li>
  );
}

/** The newest first, and the rest one press away. */
function Moments({ moments }: { moments: CoachingEvidence[] }) {
  const { t } = useTranslation("coaching");
  const [all, setAll] = useState(false);
  const more = moments.length - AT_FIRST;
  return (
    <>
      <ul className={classes.moments}>
        {(all ? moments : moments.slice(0, AT_FIRST)).map((moment) => (
          <Moment key={`${moment.call_id} ${moment.start_ms ?? ""}`} moment={moment} />
        ))}
      </ul>
      {more > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes.start}
          aria-expanded={all}
          onClick={() => {
            setAll(!all);
          }}
        >
          {all ? t("fewer_moments") : t("more_moments", { count: more })}
        </Button>
      )}
    </>
  );
}

function Moment({ moment }: { moment: CoachingEvidence }) {
  const { t, i18n } = useTranslation("coaching");
  const named = useNamed();
  const { start_ms: start, end_ms: end } = moment;
  const at = start === null ? "" : `?t=${start}`;
  return (
    <li>
      {moment.has_sound !== false && (
        <Hear what={{ call: moment.call_id, start, end }} lengthMs={start === null || end === null ? null : end - start} />
      )}
      {moment.text !== null && <blockquote className={classes.quote}>{named(moment.text)}</blockquote>}
      <span className={classes.facts}>
        <Link to={`/calls/${moment.call_id}${at}`}>{t("call_on", { date: formatDate(moment.began_at, i18n.language) })}</Link>
        <span>{t(moment.decided_by === "person" ? "by_person" : "by_machine")}</span>
      </span>
    </li>
  );
}

function Steps({ suggestion }: { suggestion: CoachingSuggestion }) {
  const { t } = useTranslation("coaching");
  const textIn = useTexts();
  const navigate = useNavigate();
  const prepare = usePrepare();
  const give = useGiveTasks();
  return (
    <>
      {prepare.isError && <Problem problem={prepare.error} />}
      {give.isError && <Problem problem={give.error} />}
      <Group gap="sm">
        <Button
          size="compact-md"
          loading={prepare.isPending}
          onClick={() => {
            prepare.mutate(fromSuggestion(suggestion, textIn(suggestion.question.text)), {
              onSuccess: (session) => void navigate(`/coaching/sessions/${session.id}`),
            });
          }}
        >
          {t("coach_this")}
        </Button>
        <Button
          size="compact-md"
          variant="subtle"
          loading={give.isPending}
          disabled={suggestion.in_hand === "task"}
          onClick={() => {
            give.mutate(
              {
                agent_ids: [suggestion.agent.id],
                question_id: suggestion.question.id,
                cohort_id: suggestion.cohort_id,
                due_on: dayAfter(new Date(), TASK_DAYS),
              },
              {
                onSuccess: () => {
                  notifications.show({ message: t("task_given") });
                },
              },
            );
          }}
        >
          {t("give_task")}
        </Button>
      </Group>
    </>
  );
}
