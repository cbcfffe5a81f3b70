import { Button, Skeleton, Text, Title } from "@mantine/core";
import {
  IconCalendarEvent,
  IconClockHour4,
  IconHeadphones,
  IconMessageHeart,
  IconPennant,
  IconSparkles,
  IconTargetArrow,
  IconUsers,
} from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import type { CoachingSuggestion, CohortOut, StepPerson, TrainerStep } from "../../api";
import { formatDate, formatShare, isolated } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { fromSuggestion } from "../coaching/plan";
import { usePrepare } from "../coaching/queries";
import { seesPractice } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Board.module.css";

const AT_FIRST = 6;

const ICONS: Record<TrainerStep["kind"], typeof IconUsers> = {
  session: IconCalendarEvent,
  agreement: IconTargetArrow,
  coach: IconSparkles,
  late: IconClockHour4,
  practice: IconHeadphones,
  proposal: IconPennant,
  confirm: IconUsers,
  unread: IconMessageHeart,
};

interface NextStepsProps {
  cohort: CohortOut;
  /** Undefined while they are looked up. */
  steps: readonly TrainerStep[] | undefined;
}

/** What a trainer does next for this cohort, the most urgent first, each one press away. */
export function NextSteps({ cohort, steps }: NextStepsProps) {
  const { t } = useTranslation("programmes");
  const heading = useId();
  const [all, setAll] = useState(false);
  const shown = all ? steps : steps?.slice(0, AT_FIRST);
  const more = (steps?.length ?? 0) - (shown?.length ?? 0);
  return (
    <section className={look.panel} aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading}>
        {t("next.title")}
      </Title>
      {!steps && <Skeleton height={120} radius="md" />}
      {steps?.length === 0 && <Text c="dimmed">{t(cohort.stage === "before" ? "next.none_before" : "next.none")}</Text>}
      <ol className={classes.steps}>
        {shown?.map((step) => (
          <Step key={`${step.kind} ${step.people.map(({ id, session_id }) => `${id}${session_id ?? ""}`).join()}`} step={step} cohort={cohort} />
        ))}
      </ol>
      {more > 0 && (
        <Button
          variant="default"
          onClick={() => {
            setAll(true);
          }}
        >
          {t("next.more", { count: more })}
        </Button>
      )}
    </section>
  );
}

function Step({ step, cohort }: { step: TrainerStep; cohort: CohortOut }) {
  const Icon = ICONS[step.kind];
  return (
    <li className={classes.step} data-overdue={step.overdue || undefined}>
      <Icon size={20} stroke={1.6} aria-hidden />
      {step.kind === "session" || step.kind === "agreement" ? (
        <Dated step={step} />
      ) : step.suggestion !== null ? (
        <Coach suggestion={step.suggestion} cohortId={cohort.id} />
      ) : (
        <Together step={step} cohortId={cohort.id} />
      )}
    </li>
  );
}

function Told({ children, about, act }: { children: ReactNode; about?: string | undefined; act?: ReactNode }) {
  return (
    <>
      <div>
        <p className={classes.what}>{children}</p>
        {about !== undefined && <p className={classes.under}>{about}</p>}
      </div>
      {act}
    </>
  );
}

/** A talk, or what was agreed in one, with its day. */
function Dated({ step }: { step: TrainerStep }) {
  const { t, i18n } = useTranslation("programmes");
  const textIn = useTexts();
  const [person] = step.people;
  if (!person || step.on === null) return null;
  const told = { name: isolated(person.name), date: formatDate(step.on, i18n.language) };
  return (
    <Told
      about={step.question ? textIn(step.question) : undefined}
      act={
        <Button component={Link} to={`/coaching/sessions/${person.session_id ?? ""}`} variant="default" size="compact-md" aria-label={t("next.to_session_of", told)}>
          {t("next.to_session")}
        </Button>
      }
    >
      {t(`next.${step.kind}${step.overdue ? "_was" : ""}`, told)}
    </Told>
  );
}

/** Whom to coach on what: the session begins with one press. */
function Coach({ suggestion, cohortId }: { suggestion: CoachingSuggestion; cohortId: string }) {
  const { t, i18n } = useTranslation("programmes");
  const textIn = useTexts();
  const navigate = useNavigate();
  const prepare = usePrepare();
  const { agent } = suggestion;
  const question = textIn(suggestion.question.text);
  const done = formatShare(1 - suggestion.lost, i18n.language);
  return (
    <Told
      act={
        <div className={classes.acts}>
          <Button
            size="compact-md"
            loading={prepare.isPending}
            aria-label={t("next.prepare_of", { name: isolated(agent.name), question })}
            onClick={() => {
              prepare.mutate(fromSuggestion(suggestion, question), {
                onSuccess: (session) => void navigate(`/coaching/sessions/${session.id}`),
              });
            }}
          >
            {t("next.prepare")}
          </Button>
          <Link to={`/coaching?agent=${agent.id}&cohort=${cohortId}`} aria-label={t("next.moments_of", { name: isolated(agent.name) })}>
            {t("next.moments")}
          </Link>
          {prepare.isError && <Problem problem={prepare.error} />}
        </div>
      }
      about={t("next.coach_why", { share: isolated(done), count: suggestion.opportunities })}
    >
      {t("next.coach", { name: isolated(agent.name) })} <bdi>{question}</bdi>
    </Told>
  );
}

/** What is alike for several people: each name leads to where it is done. */
function Together({ step, cohortId }: { step: TrainerStep; cohortId: string }) {
  const { t } = useTranslation("programmes");
  const hears = seesPractice(useMe().person.role);
  const left = step.in_all - step.people.length;
  return (
    <Told>
      {t(`next.${step.kind}`, { count: step.in_all })}{" "}
      {step.people.map((person, place) => (
        <span key={person.id}>
          {place > 0 && ", "}
          <Link to={placeOf(step.kind, person, cohortId, hears)}>
            <bdi>{person.name}</bdi>
          </Link>
          {person.count > 1 && ` (${person.count})`}
        </span>
      ))}
      {left > 0 && ` ${t("next.others", { count: left })}`}
    </Told>
  );
}

function placeOf(kind: TrainerStep["kind"], person: StepPerson, cohortId: string, hears: boolean): string {
  if (kind === "proposal") return "/coaching/tasks";
  if (kind === "confirm" && person.session_id !== null) return `/coaching/sessions/${person.session_id}`;
  if (kind === "unread") return `/calls?agent_id=${person.id}`;
  return hears ? `/practice/people/${person.id}` : `/coaching?agent=${person.id}&cohort=${cohortId}`;
}
