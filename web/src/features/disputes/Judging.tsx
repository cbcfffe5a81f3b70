import { Button, Group, Radio, Text, Textarea, Title } from "@mantine/core";
import { IconMessage, IconPlayerPlay } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { ApiError, type ChangeIn, type DisputeOut, type JudgedIn, type LookedAtOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import type { Span } from "../../workbench/playback/position";
import { SuggestionNote } from "../../workbench/rubric/SuggestionNote";
import { useWhere } from "../../workbench/written/where";
import { changeOf, ChangeRows, LONGEST } from "./ChangeRows";
import classes from "./Disputes.module.css";
import { useDecide } from "./queries";
import { keyOf, otherAnswers, type Picked, useAnswers } from "./words";

/** A moment is heard with what leads to it and what follows. */
const BEFORE_MS = 2_000;
const AFTER_MS = 10_000;
const STAYS = "stays";

/** What is being decided of one question; `answer` null: the answer stays. */
interface Draft {
  answer: Picked | null;
  reason: string;
}

interface JudgingProps {
  dispute: DisputeOut;
  onHear: (span: Span) => void;
}

/** Every disputed question with all that is known of it, and what the one who looks at it decides. */
export function Judging({ dispute, onHear }: JudgingProps) {
  const { t } = useTranslation("disputes");
  const decide = useDecide(dispute);
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [also, setAlso] = useState<ChangeIn[]>([]);
  const missing = dispute.questions.filter((one) => !drafts[one.question_id]?.reason.trim()).length;
  const unsaid = also.filter((change) => change.reason.trim() === "").length;
  const changes = dispute.questions.some((one) => drafts[one.question_id]?.answer);
  const send = (): void => {
    const questions = dispute.questions.map((one) => judged(one, drafts[one.question_id]));
    decide.mutate(
      { questions, also: changes ? also : [] },
      {
        onError: (problem) => {
          setAlso([...also, ...askedBy(problem, dispute, also)]);
        },
      },
    );
  };
  return (
    <>
      <Title order={2} size="h4">
        {t("judge.title")}
      </Title>
      {dispute.may_decide && <Text c="dimmed">{t("judge.lead")}</Text>}
      {dispute.questions.map((one) => (
        <Disputed key={one.question_id} one={one} onHear={onHear}>
          {dispute.may_decide && (
            <Choice
              one={one}
              draft={drafts[one.question_id]}
              onDraft={(draft) => {
                setDrafts({ ...drafts, [one.question_id]: draft });
              }}
            />
          )}
        </Disputed>
      ))}
      {dispute.may_decide && changes && (
        <section className={classes.question} aria-labelledby="also">
          <div>
            <Title order={3} size="h5" id="also">
              {t("judge.also")}
            </Title>
            <Text size="sm" c="dimmed">
              {t("judge.also_lead")}
            </Text>
          </div>
          <ChangeRows questions={dispute.others} changes={also} onChange={setAlso} />
        </section>
      )}
      {decide.isError && <Refused problem={decide.error} />}
      {dispute.may_decide && (
        <Group gap="md">
          <Button loading={decide.isPending} disabled={missing + (changes ? unsaid : 0) > 0} onClick={send}>
            {t("judge.send")}
          </Button>
          {missing > 0 && (
            <Text size="sm" c="dimmed">
              {t("judge.left", { count: missing })}
            </Text>
          )}
        </Group>
      )}
    </>
  );
}

/** Somebody else was faster: what was written is still there, and is sent once more by hand. */
function Refused({ problem }: { problem: Error }) {
  const { t } = useTranslation("disputes");
  if (problem instanceof ApiError && problem.status === 412) {
    return <Problem problem={{ code: "changed_meanwhile", message: t("page.changed_meanwhile") }} />;
  }
  return <Problem problem={problem} />;
}

function judged({ question_id }: LookedAtOut, draft: Draft | undefined): JudgedIn {
  const answer = draft?.answer ?? { option_id: null, not_applicable: false };
  return {
    question_id,
    decision: draft?.answer ? "upheld" : "rejected",
    ...answer,
    reason: draft?.reason.trim() ?? "",
  };
}

/** The questions that the server says are asked only now, ready to be answered. */
function askedBy(problem: Error, dispute: DisputeOut, also: ChangeIn[]): ChangeIn[] {
  if (!(problem instanceof ApiError) || problem.code !== "asked_open" || !Array.isArray(problem.detail)) return [];
  const ids = problem.detail.map(String);
  return dispute.others
    .filter((question) => ids.includes(question.id) && !also.some((change) => change.question_id === question.id))
    .map(changeOf);
}

interface DisputedProps {
  one: LookedAtOut;
  onHear: (span: Span) => void;
  children: ReactNode;
}

function Disputed({ one, onHear, children }: DisputedProps) {
  const { t } = useTranslation("disputes");
  const textIn = useTexts();
  const { written, at } = useWhere();
  const { stood } = useAnswers();
  const heading = useId();
  const { question, at_ms: moment } = one;
  return (
    <article className={classes.question} aria-labelledby={heading}>
      <Title order={3} size="h5" id={heading} dir="auto">
        {textIn(one.text)}
      </Title>
      <div className={classes.part}>
        <span className={classes.label}>{t("said.agent")}</span>
        <blockquote className={classes.words} dir="auto">
          {one.reason}
        </blockquote>
        {moment === null ? (
          <span className={classes.label}>{t("said.no_moment")}</span>
        ) : (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={written ? <IconMessage size={14} stroke={1.8} /> : <IconPlayerPlay size={14} stroke={1.8} />}
            onClick={() => {
              onHear({ start_ms: written ? moment : Math.max(0, moment - BEFORE_MS), end_ms: moment + AFTER_MS });
            }}
          >
            <bdi>{written ? at(moment) : t("said.hear", { time: at(moment) })}</bdi>
          </Button>
        )}
      </div>
      <div className={classes.part}>
        <span className={classes.label}>
          {question.answer === null ? (
            t("said.machine_only")
          ) : (
            <>
              {t("said.first_by")} <bdi>{question.answer.person_name}</bdi>
            </>
          )}
        </span>
        <strong dir="auto">{stood(one.stood)}</strong>
        {question.answer?.reason && (
          <p className={classes.reason} dir="auto">
            {question.answer.reason}
          </p>
        )}
      </div>
      {question.suggestion && (
        <SuggestionNote question={question} suggestion={question.suggestion} onPlay={onHear} />
      )}
      {question.guide && (
        <details>
          <summary>{t("workbench:question.guide")}</summary>
          <p className={classes.reason} dir="auto">
            {textIn(question.guide)}
          </p>
        </details>
      )}
      {one.decision !== null && (
        <div className={classes.part}>
          <strong>
            {one.decision === "upheld" ? t("judge.upheld", { answer: stood(one.after) }) : t("judge.rejected")}
          </strong>
          <p className={classes.reason} dir="auto">
            {one.decision_reason}
          </p>
        </div>
      )}
      {children}
    </article>
  );
}

interface ChoiceProps {
  one: LookedAtOut;
  draft: Draft | undefined;
  onDraft: (draft: Draft) => void;
}

function Choice({ one, draft, onDraft }: ChoiceProps) {
  const { t } = useTranslation("disputes");
  const textIn = useTexts();
  const { stood, picked } = useAnswers();
  const answers = otherAnswers(one.question);
  const reason = draft?.reason ?? "";
  const chosen = draft === undefined ? null : draft.answer === null ? STAYS : `to ${keyOf(draft.answer)}`;
  return (
    <div>
      <Radio.Group
        aria-label={t("judge.of", { question: textIn(one.text) })}
        value={chosen}
        onChange={(value) => {
          onDraft({ answer: answers.find((answer) => `to ${keyOf(answer)}` === value) ?? null, reason });
        }}
      >
        <div className={classes.choices}>
          <Radio value={STAYS} label={t("judge.keep", { answer: stood(one.stood) })} />
          {answers.map((answer) => (
            <Radio
              key={keyOf(answer)}
              value={`to ${keyOf(answer)}`}
              label={t("judge.change", { answer: picked(one.question, answer) })}
            />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={t("judge.reason")}
        autosize
        minRows={2}
        maxLength={LONGEST}
        disabled={draft === undefined}
        value={reason}
        onChange={(event) => {
          onDraft({ answer: draft?.answer ?? null, reason: event.currentTarget.value });
        }}
      />
    </div>
  );
}
