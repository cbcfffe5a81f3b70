import { memo } from "react";
import { useTranslation } from "react-i18next";

import { TurnComments } from "../comments/TurnComments";
import { ToneSign } from "../findings/ToneSign";
import { HiddenNumber } from "../sealed/HiddenNumber";
import { clock } from "../time";
import type { Transcript, Turn } from "../types";
import { beganOver, type Over, type Pause, pausesBefore } from "./between";
import { directionOf } from "./direction";
import styles from "./Transcript.module.css";
import { TurnWords } from "./TurnWords";
import { isDoubtful } from "./words";

/** From about half an hour of conversation on. */
const MANY_TURNS = 200;

interface TranscriptProps {
  transcript: Transcript;
  /** The number of each turn's first word, counted over the whole transcript. */
  firstWords: readonly number[];
  onSeek: (ms: number) => void;
}

/** The whole conversation, rendered once. Light on words is set from outside (see `lighting.ts`). */
export const TranscriptTurns = memo(function TranscriptTurns({ transcript, firstWords, onSeek }: TranscriptProps) {
  const pauses = pausesBefore(transcript);
  return (
    <ol className={styles.turns} data-long={transcript.turns.length > MANY_TURNS || undefined}>
      {transcript.turns.map((turn, place) => (
        <li key={turn.index}>
          <Pauses pauses={pauses.get(place)} />
          <TurnView
            turn={turn}
            firstWord={firstWords[place] ?? 0}
            over={beganOver(turn, transcript)}
            onSeek={onSeek}
          />
        </li>
      ))}
      {pauses.has(transcript.turns.length) && (
        <li>
          <Pauses pauses={pauses.get(transcript.turns.length)} />
        </li>
      )}
    </ol>
  );
});

interface TurnProps {
  turn: Turn;
  firstWord: number;
  over: Over | null;
  onSeek: (ms: number) => void;
}

function TurnView({ turn, firstWord, over, onSeek }: TurnProps) {
  const { t } = useTranslation("workbench");
  const name = t(`speaker.${turn.speaker}`);
  return (
    <div className={styles.turn} data-speaker={turn.speaker}>
      <div className={styles.margin}>
        <span className={styles.speaker}>{name}</span>
        <span className={styles.moment}>
          <button
            type="button"
            className={styles.time}
            aria-label={t("transcript.play_from", { name, time: clock(turn.start_ms) })}
            onClick={() => {
              onSeek(turn.start_ms);
            }}
          >
            <bdi>{clock(turn.start_ms)}</bdi>
          </button>
          {turn.speaker === "customer" && turn.words.length > 0 && <ToneSign turn={turn.index} />}
        </span>
        <TurnComments turn={turn.index} />
        {over === "talk_over" && <span className={styles.over}>{t("marks.talk_over")}</span>}
        {over === "interruption" && <span className={styles.over}>{t(`marks.interruption.${turn.speaker}`)}</span>}
      </div>
      <div className={styles.said}>
        <TurnWords turn={turn}>
          {turn.words.length === 0 ? (
            <p className={styles.nothing}>{t("words.nothing_said")}</p>
          ) : (
            <p className={styles.text} dir={directionOf(turn.language)} lang={turn.language ?? undefined}>
              <Words turn={turn} firstWord={firstWord} />
            </p>
          )}
        </TurnWords>
      </div>
    </div>
  );
}

function Words({ turn, firstWord }: { turn: Turn; firstWord: number }) {
  const { t } = useTranslation("workbench");
  return turn.words.map((word, place) => {
    const doubtful = isDoubtful(word.probability);
    return (
      <span key={place}>
        {place > 0 && " "}
        <span
          className={styles.word}
          data-word={firstWord + place}
          data-doubt={doubtful || undefined}
          title={doubtful ? t("transcript.doubtful") : undefined}
        >
          {word.hidden ? (
            <HiddenNumber kind={word.hidden} speaker={turn.speaker} startMs={word.start_ms} />
          ) : (
            word.text.trim()
          )}
        </span>
      </span>
    );
  });
}

function Pauses({ pauses }: { pauses: Pause[] | undefined }) {
  const { t } = useTranslation("workbench");
  return pauses?.map(({ kind, startMs, endMs }) => (
    <div key={startMs} className={styles.silence}>
      <span>{t(`transcript.${kind}`, { seconds: ((endMs - startMs) / 1000).toFixed(1) })}</span>
    </div>
  ));
}
