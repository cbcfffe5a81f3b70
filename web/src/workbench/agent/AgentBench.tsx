import { IconHeartHandshake, IconSeedling, IconStar } from "@tabler/icons-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";

import { MediumMark } from "../../features/calls/MediumMark";
import { AgentComments } from "../comments/AgentComments";
import { useCommentDesk } from "../comments/commentDesk";
import { useShortcuts } from "../keyboard/useShortcuts";
import { useTexts } from "../language";
import { obeyListener } from "../ListenBench";
import type { BenchProps } from "../ReviewBench";
import { EvidenceChip } from "../rubric/EvidenceChip";
import { useQuestionExtras } from "../rubric/questionExtras";
import { VerdictMark } from "../rubric/VerdictMark";
import { PaperLink } from "../PaperLink";
import { SoundBoard } from "../SoundBoard";
import { TranscriptPanel, type TranscriptHandle } from "../transcript/TranscriptPanel";
import type { Evaluation, Evidence, Question } from "../types";
import { formatDateTime } from "../../ui/format";
import { useAddress } from "../useAddress";
import { useMarks, useSound } from "../useSound";
import benchStyles from "../Workbench.module.css";
import styles from "./AgentBench.module.css";
import { feedbackOf } from "./praise";

/** Something to stand with one question; `moment` gives the recording's position in milliseconds. */
export type UnderQuestion = (question: Question, moment: () => number) => ReactNode;

interface AgentBenchProps extends BenchProps {
  underQuestion?: UnderQuestion;
}

/** What an agent reads about their own call: the good first, each with its moment to hear. Nothing can be changed here. */
export function AgentBench({ evaluation, transcript, peaks, underQuestion }: AgentBenchProps) {
  const reader = useRef<TranscriptHandle>(null);
  const sound = useSound({ evaluation, transcript, peaks }, reader);
  const marks = useMarks(transcript, null);
  const comments = useCommentDesk(evaluation.call.id, { transcript, sound, reader });
  const feedback = feedbackOf(evaluation);
  const by = evaluation.reviewer_name ? "person" : "machine";
  useAddress({ player: sound.player, question: null, find: sound.search.query });
  useShortcuts(false, (command) => obeyListener(command, sound));
  const { t } = useTranslation("workbench");
  const under = (question: Question): ReactNode => underQuestion?.(question, () => sound.player.positionMs);
  return (
    <div className={styles.bench}>
      <Greeting evaluation={evaluation} />
      <div className={styles.sound}>
        <SoundBoard medium={evaluation.call.medium} sound={sound.board} peaks={peaks} marks={marks} />
      </div>
      <div className={styles.columns}>
        <div className={styles.feedback}>
          <Words evaluation={evaluation} />
          <Group
            name="well"
            icon={<IconStar size={20} stroke={1.6} aria-hidden />}
            questions={feedback.well}
            praisedBy={by}
            onPlay={sound.hear}
            under={under}
          />
          <Group
            name="next"
            icon={<IconSeedling size={20} stroke={1.6} aria-hidden />}
            questions={feedback.next}
            onPlay={sound.hear}
            under={under}
          />
          <AgentComments desk={comments} />
          {feedback.rest.length > 0 && (
            <details className={styles.rest}>
              <summary>{t("agent.rest", { count: feedback.rest.length })}</summary>
              <RestList questions={feedback.rest} under={under} />
            </details>
          )}
        </div>
        <div className={`${benchStyles.columns ?? ""} ${styles.transcript ?? ""}`}>
          <TranscriptPanel
            ref={reader}
            transcript={transcript}
            words={sound.words}
            player={sound.player}
            search={sound.search}
          />
        </div>
      </div>
    </div>
  );
}

function Greeting({ evaluation }: { evaluation: Evaluation }) {
  const { t, i18n } = useTranslation("workbench");
  const when = evaluation.call.started_at ?? evaluation.call.received_at;
  const { percent, passed } = evaluation.score;
  return (
    <header className={styles.greeting}>
      <h1 className={styles.title}>{t("agent.title")}</h1>
      <p className={styles.facts}>
        <bdi>{formatDateTime(when, i18n.language)}</bdi>
        <span>
          {evaluation.reviewer_name ? (
            <>
              {t("agent.from")} <bdi>{evaluation.reviewer_name}</bdi>
            </>
          ) : (
            t("agent.unreviewed")
          )}
        </span>
        {percent !== null && (
          <span>
            {t(passed === false ? "agent.room" : "agent.met")} · <bdi>{Math.round(percent)}%</bdi>
          </span>
        )}
        <MediumMark medium={evaluation.call.medium} />
        <PaperLink evaluationId={evaluation.id} />
      </p>
    </header>
  );
}

function Words({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation("workbench");
  if (!evaluation.summary) return null;
  return (
    <section className={styles.words} aria-labelledby="agent-words">
      <h2 className={styles.heading} id="agent-words">
        <IconHeartHandshake size={20} stroke={1.6} aria-hidden />
        {t("agent.words")}
      </h2>
      <p dir="auto">{evaluation.summary}</p>
    </section>
  );
}

interface GroupProps {
  name: "well" | "next";
  icon: ReactNode;
  questions: readonly Question[];
  /** What went well has its mark, by who says so; what is to be tried next comes with how. */
  praisedBy?: "person" | "machine";
  onPlay: (evidence: Evidence) => void;
  under: (question: Question) => ReactNode;
}

function Group({ name, icon, questions, praisedBy, onPlay, under }: GroupProps) {
  const { t } = useTranslation("workbench");
  if (questions.length === 0) return null;
  return (
    <section className={styles.group} data-name={name} aria-labelledby={`agent-${name}`}>
      <h2 className={styles.heading} id={`agent-${name}`}>
        {icon}
        {t(`agent.${name}`)}
      </h2>
      <ul className={styles.list}>
        {questions.map((question) => (
          <Item key={question.id} question={question} praisedBy={praisedBy} onPlay={onPlay} under={under} />
        ))}
      </ul>
    </section>
  );
}

interface ItemProps {
  question: Question;
  praisedBy: GroupProps["praisedBy"];
  onPlay: (evidence: Evidence) => void;
  under: (question: Question) => ReactNode;
}

function Item({ question, praisedBy, onPlay, under }: ItemProps) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  const evidence = question.suggestion?.evidence ?? [];
  const extras = useQuestionExtras(question);
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        {praisedBy && <VerdictMark verdict="met" by={praisedBy} />}
        <span className={styles.question} dir="auto">{textIn(question.text)}</span>
        <small className={styles.points}>
          <bdi>{t("question.points", { points: question.points, possible: question.points_possible })}</bdi>
        </small>
      </div>
      {!praisedBy && question.guide && (
        <details className={styles.guide}>
          <summary>{t("agent.guide")}</summary>
          <p dir="auto">{textIn(question.guide)}</p>
        </details>
      )}
      {evidence.length > 0 && (
        <div className={styles.moments}>
          <span className={styles.hear}>{t("agent.hear")}</span>
          {evidence.map((one) => (
            <EvidenceChip key={`${one.start_ms}-${one.text}`} evidence={one} onPlay={onPlay} />
          ))}
        </div>
      )}
      {under(question)}
      {extras}
    </li>
  );
}

interface RestProps {
  questions: readonly Question[];
  under: (question: Question) => ReactNode;
}

function RestList({ questions, under }: RestProps) {
  const textIn = useTexts();
  return (
    <ul>
      {questions.map((question) => (
        <li key={question.id}>
          <span dir="auto">{textIn(question.text)}</span>
          {under(question)}
        </li>
      ))}
    </ul>
  );
}
