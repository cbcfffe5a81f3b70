import { Button, Group, NativeSelect, Skeleton, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed, IconPlayerPlay, IconPlayerStop, IconQuestionMark } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { BookTrialMoment, BookTrialOtherwise, BookTrialOut } from "../../api";
import { formatDate, formatShare } from "../../ui/format";
import { useProblemText } from "../../ui/problems";
import { useNamed } from "../../workbench/sealed/marks";
import { Moment as Place } from "../calls/Moment";
import classes from "./Book.module.css";
import { useTrial } from "./queries";
import type { BookLanguage } from "./reading";
import { linesOf, type TypedEntry } from "./typed";
import { useMoment } from "./useMoment";

const WEEKS = [2, 4, 8, 12, 26] as const;
const USUAL_WITHIN_S = 20;
/** Moments that stand there without asking for more. */
const FIRST_SHOWN = 8;

/** Which live calls of the last weeks would match what is typed: in these words, and by its sense in others. */
export function Trial({ typed, language }: { typed: TypedEntry; language: BookLanguage }) {
  const { t } = useTranslation("book");
  const problemText = useProblemText();
  const [weeks, setWeeks] = useState(4);
  const wish = {
    language,
    question_id: typed.questionId,
    triggers: linesOf(typed.triggers[language]),
    sentences: linesOf(typed.sentences[language]),
    within_s: typed.withinS ?? USUAL_WITHIN_S,
    weeks,
  };
  const trial = useTrial(wish);
  const nothing = wish.triggers.length + wish.sentences.length === 0;
  return (
    <section aria-labelledby="book-trial" aria-busy={trial.isFetching}>
      <Group justify="space-between" align="flex-end" gap="xs">
        <Title order={2} size="h5" id="book-trial">
          {t("trial.title")}
        </Title>
        <NativeSelect
          aria-label={t("trial.weeks_label")}
          size="xs"
          data={WEEKS.map((value) => ({ value: String(value), label: t("trial.weeks", { count: value }) }))}
          value={String(weeks)}
          onChange={(event) => {
            setWeeks(Number(event.currentTarget.value));
          }}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {t("trial.lead")}
      </Text>
      {nothing && (
        <Text size="sm" mt="sm">
          {t("trial.nothing")}
        </Text>
      )}
      {!nothing && trial.isPending && <Skeleton height={80} mt="sm" />}
      {!nothing && trial.isError && (
        <Text size="sm" role="alert" mt="sm">
          {problemText(trial.error)}
        </Text>
      )}
      {!nothing && trial.data && !trial.isError && (
        <>
          <InTheseWords found={trial.data} begun={wish.triggers.length > 0} />
          <InOtherWords found={trial.data.otherwise} counted={wish.question_id !== null} />
        </>
      )}
    </section>
  );
}

function InTheseWords({ found, begun }: { found: BookTrialOut; begun: boolean }) {
  const { t } = useTranslation("book");
  const asked = begun && found.by_reply.length > 0;
  return (
    <>
      <Title order={3} size="h6" mt="md">
        {t("trial.in_these_words")}
      </Title>
      <Text role="status">
        {t("trial.calls", { count: found.calls, of: found.looked_at })}
        {found.moments > 0 && ` · ${t("trial.moments", { count: found.moments })}`}
        {found.moments > 0 && asked && ` · ${t("trial.followed", { count: found.followed })}`}
      </Text>
      {found.more_calls && (
        <Text size="xs" c="dimmed">
          {t("trial.more_calls", { count: found.looked_at })}
        </Text>
      )}
      {found.by_line.some((count) => count === 0) && found.moments > 0 && (
        <Text size="xs" c="dimmed">
          {t("trial.never", {
            lines: found.by_line.flatMap((count, place) => (count === 0 ? [String(place + 1)] : [])).join(", "),
          })}
        </Text>
      )}
      <Moments moments={found.shown} label={t("trial.in_these_words")} />
      {found.moments > found.shown.length && (
        <Text size="xs" c="dimmed" mt="xs">
          {t("trial.newest", { count: found.shown.length })}
        </Text>
      )}
    </>
  );
}

/** What the scoring of these calls heard to mean it. `counted`: a question counts the entry at all. */
function InOtherWords({ found, counted }: { found: BookTrialOtherwise | null; counted: boolean }) {
  const { t } = useTranslation("book");
  return (
    <>
      <Title order={3} size="h6" mt="lg">
        {t("trial.in_other_words")}
      </Title>
      {found === null && <Text size="sm">{t(counted ? "trial.sense_unknown" : "trial.sense_uncounted")}</Text>}
      {found && (
        <>
          <Text role="status">
            {t("trial.calls", { count: found.calls, of: found.asked_of })}
            {found.moments > 0 && ` · ${t("trial.moments", { count: found.moments })}`}
            {found.unsure > 0 && ` · ${t("trial.unsure", { count: found.unsure })}`}
          </Text>
          <Text size="xs" c="dimmed">
            {t("trial.sense_lead")}
          </Text>
          <Moments moments={found.shown} label={t("trial.in_other_words")} />
          {found.moments + found.unsure > found.shown.length && (
            <Text size="xs" c="dimmed" mt="xs">
              {t("trial.surest", { count: found.shown.length })}
            </Text>
          )}
        </>
      )}
    </>
  );
}

function Moments({ moments, label }: { moments: readonly BookTrialMoment[]; label: string }) {
  const { t } = useTranslation("book");
  const [more, setMore] = useState(false);
  const shown = more ? moments : moments.slice(0, FIRST_SHOWN);
  if (moments.length === 0) return null;
  return (
    <>
      <ul className={classes.moments} aria-label={label}>
        {shown.map((moment) => (
          <Moment key={`${moment.call_id}-${moment.start_ms}-${moment.line ?? ""}`} moment={moment} />
        ))}
      </ul>
      {shown.length < moments.length && (
        <Button
          variant="subtle"
          size="compact-sm"
          mt="xs"
          onClick={() => {
            setMore(true);
          }}
        >
          {t("common:more")}
        </Button>
      )}
    </>
  );
}

function Moment({ moment }: { moment: BookTrialMoment }) {
  const { t, i18n } = useTranslation("book");
  const named = useNamed();
  const { state, toggle } = useMoment({
    callId: moment.call_id,
    startMs: moment.start_ms,
    endMs: moment.reply_end_ms ?? moment.end_ms,
  });
  const playing = state === "playing";
  const quote = named(moment.quote);
  const unanswered = moment.line === null ? "trial.unanswered_at_all" : "trial.unanswered";
  const answer = moment.followed === true ? "trial.answered" : unanswered;
  return (
    <li>
      <p className={classes.quote} data-speaker={moment.speaker} dir="auto">
        {quote}
      </p>
      {moment.reply !== null && (
        <p className={classes.quote} data-speaker="agent" dir="auto">
          {named(moment.reply)}
        </p>
      )}
      <Group gap="xs" mt={4}>
        {moment.has_sound && (
          <Button
            size="compact-xs"
            variant="light"
            loading={state === "coming"}
            aria-label={t(playing ? "trial.stop_named" : "trial.hear_named", { quote })}
            leftSection={
              playing ? <IconPlayerStop size={14} stroke={1.8} aria-hidden /> : <IconPlayerPlay size={14} stroke={1.8} aria-hidden />
            }
            onClick={() => {
              void toggle();
            }}
          >
            {t(playing ? "trial.stop" : "trial.hear")}
          </Button>
        )}
        {moment.followed !== null && (
          <span className={classes.followed} data-missed={moment.followed ? undefined : true}>
            {moment.followed ? (
              <IconCircleCheck size={16} stroke={1.8} aria-hidden />
            ) : (
              <IconCircleDashed size={16} stroke={1.8} aria-hidden />
            )}
            {t(answer)}
          </span>
        )}
        {moment.probability !== null && (
          <Text size="xs" c="dimmed">
            {t("trial.sureness", { share: formatShare(moment.probability, i18n.language) })}
          </Text>
        )}
        {!moment.is_sure && (
          <span className={classes.followed} data-unsure>
            <IconQuestionMark size={16} stroke={1.8} aria-hidden />
            {t("trial.to_be_decided")}
          </span>
        )}
        <Text size="xs" c="dimmed">
          <Link to={`/calls/${moment.call_id}?t=${moment.start_ms}`}>
            <bdi>{moment.agent ?? t("trial.nobody")}</bdi>
            {" · "}
            {formatDate(moment.began_at, i18n.language)}
            {" · "}
            <Place ms={moment.start_ms} message={moment.message} />
          </Link>
        </Text>
        {state === "failed" && (
          <Text size="xs" role="alert">
            {t("trial.no_sound")}
          </Text>
        )}
      </Group>
    </li>
  );
}
