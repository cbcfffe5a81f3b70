import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { DisputedOut, EvaluationOut, FeedbackDisputesOut, OwnDisputeOut } from "../../api";
import { formatDate, formatDateTime } from "../../ui/format";
import { Problem } from "../../ui/Problem";
import { useTexts } from "../../workbench/language";
import { useWhere } from "../../workbench/written/where";
import classes from "./Disputes.module.css";
import type { Doubts } from "./doubts";
import { useOpenOwn, useWithdraw } from "./queries";
import { useAnswers } from "./words";

interface OwnDisputesProps {
  evaluation: EvaluationOut;
  told: FeedbackDisputesOut;
  doubts: Doubts;
}

/** Under one's own feedback: asking for a second hearing, and what became of it. */
export function OwnDisputes({ evaluation, told, doubts }: OwnDisputesProps) {
  const open = told.disputes.find((dispute) => dispute.state === "open");
  const decided = told.disputes.filter((dispute) => dispute.decided_at !== null);
  const withdrawn = told.disputes[0]?.state === "withdrawn";
  return (
    <>
      {decided.map((dispute) => (
        <Decided key={dispute.id} dispute={dispute} />
      ))}
      {open && <Waiting evaluation={evaluation} dispute={open} />}
      {!open && told.closed !== "retracted" && (
        <Asking evaluation={evaluation} told={told} doubts={doubts} withdrawn={withdrawn} />
      )}
    </>
  );
}

function Asking({ evaluation, told, doubts, withdrawn }: OwnDisputesProps & { withdrawn: boolean }) {
  const { t, i18n } = useTranslation("disputes");
  const send = useOpenOwn(evaluation);
  const until = formatDate(told.until, i18n.language);
  if (told.closed === "too_late") {
    return (
      <Text size="sm" c="dimmed" className={classes.aside}>
        {t("own.too_late", { date: until })}
      </Text>
    );
  }
  const ready = doubts.written.length > 0;
  return (
    <section className={classes.box} aria-labelledby="own-disputes">
      <Stack gap="sm">
        {withdrawn && <Text role="status">{t("own.withdrawn")}</Text>}
        <Title order={2} size="h4" id="own-disputes">
          {t(ready ? "own.ready" : "own.title")}
        </Title>
        <Text c="dimmed">{ready ? t("own.ready_lead") : t("own.how", { date: until, days: told.days })}</Text>
        {ready && <Written evaluation={evaluation} doubts={doubts} />}
        {send.isError && <Problem problem={send.error} />}
        {ready && (
          <Group>
            <Button
              loading={send.isPending}
              onClick={() => {
                send.mutate(doubts.written, { onSuccess: doubts.clear });
              }}
            >
              {t("own.send")}
            </Button>
          </Group>
        )}
      </Stack>
    </section>
  );
}

/** The words for a moment of the call: a time, or the message that it was written in. */
function useMomentWords(): (ms: number) => string {
  const { t } = useTranslation("disputes");
  const { written, at } = useWhere();
  return (ms) => (written ? at(ms) : t("own.moment", { time: at(ms) }));
}

function Written({ evaluation, doubts }: { evaluation: EvaluationOut; doubts: Doubts }) {
  const momentAt = useMomentWords();
  const textIn = useTexts();
  const texts = new Map(
    evaluation.sections.flatMap((section) => section.questions).map((question) => [question.id, question.text]),
  );
  return (
    <ul className={classes.changes}>
      {doubts.written.map((doubt) => {
        const text = texts.get(doubt.question_id);
        return (
          <li key={doubt.question_id}>
            <strong dir="auto">{text ? textIn(text) : doubt.question_id}</strong>
            <p className={classes.reason} dir="auto">
              {doubt.reason}
            </p>
            {doubt.at_ms != null && (
              <Text size="sm" c="dimmed">
                <bdi>{momentAt(doubt.at_ms)}</bdi>
              </Text>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Waiting({ evaluation, dispute }: { evaluation: EvaluationOut; dispute: OwnDisputeOut }) {
  const { t, i18n } = useTranslation("disputes");
  const withdraw = useWithdraw(evaluation.id, dispute);
  const [sure, setSure] = useState(false);
  return (
    <section className={classes.box} aria-labelledby="own-disputes">
      <Stack gap="sm">
        <Title order={2} size="h4" id="own-disputes">
          {t("own.open")}
        </Title>
        <Text c="dimmed">{t("own.open_lead", { date: formatDate(lastDay(dispute.due_at), i18n.language) })}</Text>
        {!dispute.assigned && <Text c="dimmed">{t("own.nobody")}</Text>}
        <Questions questions={dispute.questions} />
        {withdraw.isError && <Problem problem={withdraw.error} />}
        <Group gap="xs">
          {sure ? (
            <>
              <Button
                size="sm"
                variant="light"
                loading={withdraw.isPending}
                onClick={() => {
                  withdraw.mutate(undefined);
                }}
              >
                {t("own.withdraw_sure")}
              </Button>
              <Button
                size="sm"
                variant="subtle"
                color="gray"
                onClick={() => {
                  setSure(false);
                }}
              >
                {t("common:cancel")}
              </Button>
            </>
          ) : (
            <Button
              size="sm"
              variant="subtle"
              color="gray"
              onClick={() => {
                setSure(true);
              }}
            >
              {t("own.withdraw")}
            </Button>
          )}
        </Group>
      </Stack>
    </section>
  );
}

function Decided({ dispute }: { dispute: OwnDisputeOut }) {
  const { t, i18n } = useTranslation("disputes");
  if (dispute.state !== "upheld" && dispute.state !== "partly" && dispute.state !== "rejected") return null;
  const heading = `decided-${dispute.id}`;
  return (
    <section className={classes.box} aria-labelledby={heading}>
      <Stack gap="sm">
        <Title order={2} size="h4" id={heading}>
          {t(`own.result.${dispute.state}`)}
        </Title>
        {dispute.decided_at !== null && (
          <Text size="sm" c="dimmed">
            <bdi>
              {t("own.result_by", {
                name: dispute.decided_by_name ?? "",
                date: formatDateTime(dispute.decided_at, i18n.language),
              })}
            </bdi>
          </Text>
        )}
        <Questions questions={dispute.questions} />
      </Stack>
    </section>
  );
}

function Questions({ questions }: { questions: DisputedOut[] }) {
  const { t } = useTranslation("disputes");
  const momentAt = useMomentWords();
  const textIn = useTexts();
  const { stood } = useAnswers();
  return (
    <ul className={classes.changes}>
      {questions.map((one) => (
        <li key={one.question_id}>
          <strong dir="auto">{textIn(one.text)}</strong>
          <Text size="sm" c="dimmed">
            {t("own.you_wrote")}{" "}
            {one.at_ms !== null && <bdi>({momentAt(one.at_ms)})</bdi>}
          </Text>
          <p className={classes.reason} dir="auto">
            {one.reason}
          </p>
          {one.decision !== null && (
            <>
              <Text size="sm" fw={550}>
                {one.decision === "upheld"
                  ? t("own.upheld", { answer: stood(one.after) })
                  : t("own.rejected", { answer: stood(one.stood) })}
              </Text>
              <p className={classes.reason} dir="auto">
                {one.decision_reason}
              </p>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The last day on which it is still in time: a deadline is the midnight at its end. */
export function lastDay(dueAt: string): string {
  return new Date(Date.parse(dueAt) - 1).toISOString();
}
