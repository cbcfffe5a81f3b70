import { Badge, Button, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CallReplayed, Flip, QuestionReplayed, Replay, Side, Tally } from "../../api";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { useNamed } from "../../workbench/sealed/marks";
import { VerdictMark } from "../../workbench/rubric/VerdictMark";
import { Moment } from "../calls/Moment";
import classes from "./Rubrics.module.css";
import { momentOf } from "./sheet";

/** How many calls of a question are shown before somebody asks for more. */
const AT_FIRST = 5;
const OUTCOMES = ["yes", "no", "unsure", "not_applicable"] as const satisfies readonly (keyof Tally)[];
const MARKS = { yes: "met", no: "not_met", unsure: "unsure", not_applicable: "not_applicable" } as const;

/** The answers that differ, a group a question, in the order of the rubric. */
export function FlipGroups({ replay }: { replay: Replay }) {
  const calls = new Map(replay.calls.map((call) => [call.call_id, call]));
  return replay.questions
    .filter((question) => question.flips > 0)
    .map((question) => (
      <FlipGroup
        key={question.question_id}
        question={question}
        flips={replay.flips.filter((flip) => flip.question_id === question.question_id)}
        calls={calls}
      />
    ));
}

interface FlipGroupProps {
  question: QuestionReplayed;
  flips: Flip[];
  calls: Map<string, CallReplayed>;
}

function FlipGroup({ question, flips, calls }: FlipGroupProps) {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  const [all, setAll] = useState(false);
  const heading = `flips-${question.question_id}`;
  const shown = all ? flips : flips.slice(0, AT_FIRST);
  return (
    <section className={classes.flips} aria-labelledby={heading}>
      <div className={classes.questionHead}>
        <Title order={3} size="h4" id={heading} className={classes.questionText}>
          <span dir="auto">{textIn(question.text)}</span>
        </Title>
        <div className={classes.marks}>
          {OUTCOMES.filter((outcome) => question.flips_to[outcome] > 0).map((outcome) => (
            <Badge key={outcome} variant="light" color="gray" tt="none" fw={500} radius="sm" className={classes.kind}>
              {t(`report.to.${outcome}`, { count: question.flips_to[outcome] })}
            </Badge>
          ))}
        </div>
      </div>
      <ul className={classes.flipList}>
        {shown.map((flip) => {
          const call = calls.get(flip.call_id);
          return call && <FlipRow key={flip.call_id} flip={flip} call={call} />;
        })}
      </ul>
      {shown.length < flips.length && (
        <Button
          variant="subtle"
          size="compact-md"
          onClick={() => {
            setAll(true);
          }}
        >
          {t("report.more", { count: flips.length - shown.length })}
        </Button>
      )}
    </section>
  );
}

function FlipRow({ flip, call }: { flip: Flip; call: CallReplayed }) {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  const named = useNamed();
  const moment = momentOf(flip);
  const why = flip.after.why ?? flip.before.why;
  const address = `/calls/${flip.call_id}${moment ? `?t=${moment.start_ms}` : ""}`;
  return (
    <li className={classes.flip}>
      <div className={classes.flipCall}>
        <Link to={address}>
          <bdi>{call.file_name}</bdi>
          {moment && (
            <>
              {" · "}
              <Moment ms={moment.start_ms} message={moment.message} />
            </>
          )}
        </Link>
        <Text size="sm" c="dimmed">
          {call.agent_name === null ? t("report.nobody") : <bdi>{call.agent_name}</bdi>}
        </Text>
      </div>
      <div className={classes.turn}>
        <Stand side={flip.before} label={t("report.before")} />
        <IconArrowLeft size={18} stroke={1.8} className={classes.arrow} aria-hidden />
        <Stand side={flip.after} label={t("report.after")} />
      </div>
      <div className={classes.flipWhy}>
        {moment && (
          <blockquote data-speaker={moment.speaker} className={classes.quote}>
            <bdi>{named(moment.text)}</bdi>
          </blockquote>
        )}
        {why && (
          <Text size="sm" c="dimmed" dir="auto">
            {textIn(why)}
          </Text>
        )}
      </div>
    </li>
  );
}

/** Where the question stands on one side: by shape, by colour and in words. */
function Stand({ side, label }: { side: Side; label: string }) {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  const verdict = side.verdict ?? MARKS[side.outcome];
  return (
    <span className={classes.stand}>
      <VerdictMark verdict={MARKS[side.outcome]} by={side.decided_by === "person" ? "person" : "machine"} />
      <span>
        <span className={look.unseen}>{label}: </span>
        <span dir="auto">{side.option ? textIn(side.option) : t(`workbench:verdict.${verdict}`)}</span>
        {side.decided_by === "person" && (
          <Text span size="sm" c="dimmed">
            {" "}
            {t("report.by_person")}
          </Text>
        )}
      </span>
    </span>
  );
}
