import type { TFunction } from "i18next";
import { memo } from "react";
import { useTranslation } from "react-i18next";

import { TurnComments } from "../comments/TurnComments";
import { ToneSign } from "../findings/ToneSign";
import { HiddenNumber } from "../sealed/HiddenNumber";
import type { Transcript, Turn } from "../types";
import { beganOver, type Over, type Pause, pausesBefore } from "./between";
import { blocksOf, type Block } from "./blocks";
import { directionOf } from "./direction";
import styles from "./Transcript.module.css";
import { TurnWords } from "./TurnWords";
import { useWaking } from "./useWaking";
import { useWhen } from "./useWhen";
import type { Wakefulness } from "./wakefulness";
import { isDoubtful } from "./words";

interface TranscriptProps {
  transcript: Transcript;
  /** The number of each turn's first word, counted over the whole transcript. */
  firstWords: readonly number[];
  onSeek: (ms: number) => void;
  wakefulness: Wakefulness;
}

/**
 * The whole conversation, in blocks of turns. Of a long call only the blocks near what is in sight are awake: each word
 * an element, every button there. The others are their bare text, so that the browser's own search and a screen reader
 * still find all that was said. Light on words is set from outside (see `lighting.ts`).
 */
export const TranscriptTurns = memo(function TranscriptTurns({ transcript, firstWords, onSeek, wakefulness }: TranscriptProps) {
  const { t } = useTranslation("workbench");
  const pauses = pausesBefore(transcript);
  const last = transcript.turns.length;
  return blocksOf(transcript.turns).map((block) => (
    <BlockView
      key={block.first}
      block={block}
      pauses={pauses}
      transcript={transcript}
      firstWords={firstWords}
      onSeek={onSeek}
      wakefulness={wakefulness}
      ends={block.end === last}
      t={t}
    />
  ));
});

/** The page's words, asked for once: every asking costs something, and a call has thousands of turns. */
interface Texts {
  t: TFunction<"workbench">;
}

interface BlockProps extends TranscriptProps, Texts {
  block: Block;
  pauses: ReadonlyMap<number, Pause[]>;
  /** It is the last one, and what comes after the last turn stands in it. */
  ends: boolean;
}

function BlockView({ block, pauses, transcript, firstWords, onSeek, wakefulness, ends, t }: BlockProps) {
  const { ref, awake } = useWaking(wakefulness);
  const turns = transcript.turns.slice(block.first, block.end);
  return (
    <ol
      ref={ref}
      className={styles.turns}
      start={block.first + 1}
      data-long={wakefulness.long || undefined}
      style={wakefulness.long ? { containIntrinsicBlockSize: `auto ${block.height}px` } : undefined}
    >
      {turns.map((turn, offset) => {
        const place = block.first + offset;
        const over = beganOver(turn, transcript);
        return (
          <li key={turn.index}>
            <Pauses pauses={pauses.get(place)} t={t} />
            {awake ? (
              <TurnView turn={turn} firstWord={firstWords[place] ?? 0} over={over} onSeek={onSeek} t={t} />
            ) : (
              <BareTurn turn={turn} over={over} t={t} />
            )}
          </li>
        );
      })}
      {ends && pauses.has(block.end) && (
        <li>
          <Pauses pauses={pauses.get(block.end)} t={t} />
        </li>
      )}
    </ol>
  );
}

interface TurnProps extends Texts {
  turn: Turn;
  firstWord: number;
  over: Over | null;
  onSeek: (ms: number) => void;
}

function TurnView({ turn, firstWord, over, onSeek, t }: TurnProps) {
  const name = t(`speaker.${turn.speaker}`);
  const when = useWhen()(turn);
  return (
    <div className={styles.turn} data-speaker={turn.speaker}>
      <div className={styles.margin}>
        <span className={styles.speaker}>{name}</span>
        <span className={styles.moment}>
          <button
            type="button"
            className={styles.time}
            aria-label={when.label(name)}
            title={when.whole}
            onClick={() => {
              onSeek(turn.start_ms);
            }}
          >
            <bdi>{when.shown}</bdi>
          </button>
          {turn.speaker === "customer" && turn.words.length > 0 && <ToneSign turn={turn.index} />}
        </span>
        <TurnComments turn={turn.index} />
        <OverSign over={over} speaker={turn.speaker} t={t} />
      </div>
      <div className={styles.said}>
        <TurnWords turn={turn} t={t}>
          {turn.words.length === 0 ? (
            <p className={styles.nothing}>{t("words.nothing_said")}</p>
          ) : (
            <p className={styles.text} dir={directionOf(turn.language)} lang={turn.language ?? undefined}>
              <Words turn={turn} firstWord={firstWord} t={t} />
            </p>
          )}
        </TurnWords>
      </div>
    </div>
  );
}

function OverSign({ over, speaker, t }: { over: Over | null; speaker: Turn["speaker"] } & Texts) {
  if (over === null) return null;
  return <span className={styles.over}>{t(over === "talk_over" ? "marks.talk_over" : `marks.interruption.${speaker}`)}</span>;
}

/** A turn far from what is in sight: looks the same, and is only text. */
function BareTurn({ turn, over, t }: Pick<TurnProps, "turn" | "over" | "t">) {
  const { shown } = useWhen()(turn);
  return (
    <div className={styles.turn} data-speaker={turn.speaker}>
      <div className={styles.margin}>
        <span className={styles.speaker}>{t(`speaker.${turn.speaker}`)}</span>
        <bdi className={styles.bareTime}>{shown}</bdi>
        <OverSign over={over} speaker={turn.speaker} t={t} />
      </div>
      <div className={styles.said}>
        <p className={styles.text} dir={directionOf(turn.language)} lang={turn.language ?? undefined}>
          {turn.words.length === 0 ? t("words.nothing_said") : turn.words.map((word) => (word.hidden ? `[${t(`sealed.kind.${word.hidden}`)}]` : word.text.trim())).join(" ")}
        </p>
      </div>
    </div>
  );
}

function Words({ turn, firstWord, t }: Pick<TurnProps, "turn" | "firstWord" | "t">) {
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

function Pauses({ pauses, t }: { pauses: Pause[] | undefined } & Texts) {
  return pauses?.map(({ kind, startMs, endMs }) => (
    <div key={startMs} className={styles.silence}>
      <span>{t(`transcript.${kind}`, { seconds: ((endMs - startMs) / 1000).toFixed(1) })}</span>
    </div>
  ));
}
