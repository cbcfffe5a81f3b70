import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconArrowDown, IconChevronDown, IconChevronUp, IconSearch } from "@tabler/icons-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  type RefObject,
  memo,
  useCallback,
  useContext,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
} from "react";
import { useTranslation } from "react-i18next";

import type { Player } from "../playback/player";
import type { Span } from "../playback/position";
import type { Transcript } from "../types";
import { TURNS_A_BLOCK } from "./blocks";
import { OtherWords, RevisionMenu } from "./RevisionMenu";
import { RolesMenu } from "./RolesMenu";
import type { Hit } from "./search";
import { TranscriptTurns } from "./Transcript";
import benchStyles from "../Workbench.module.css";
import styles from "./Transcript.module.css";
import { type Follow, useFollow } from "./useFollow";
import { AwakenedContext } from "./useWaking";
import { useWordLights, type Words } from "./useWordLights";
import { Wakefulness } from "./wakefulness";
import { WordDeskContext } from "./wordDesk";

/** What the rest of the workbench may ask of the transcript. */
export interface TranscriptHandle {
  /** Brings the words of a span into sight and flashes them. */
  show: (span: Span) => void;
  focusSearch: () => void;
}

interface PanelProps {
  transcript: Transcript;
  words: Words;
  player: Player;
  search: Search;
  ref: Ref<TranscriptHandle>;
}

/** The search as the workbench holds it, because the waveform shows its hits as well. */
export interface Search {
  query: string;
  hits: readonly Hit[];
  current: number;
  setQuery: (query: string) => void;
  step: (by: 1 | -1) => void;
}

export const TranscriptPanel = memo(function TranscriptPanel({ transcript, words, player, search, ref }: PanelProps) {
  const { t } = useTranslation("workbench");
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const lights = useWordLights(scroller, transcript);
  const { wakefulness, rouse, awakened } = useBlocks(scroller, lights, transcript);
  const reach = useCallback(
    (word: number) => {
      const there = lights.current?.element(word) ?? null;
      if (there) return there;
      rouse(words.index.turns[word] ?? 0);
      return lights.current?.element(word) ?? null;
    },
    [lights, rouse, words],
  );
  const follow = useFollow(scroller, lights, { words, player, reach });
  const seek = useCallback(
    (ms: number) => {
      player.seek(ms);
    },
    [player],
  );
  useSeekOnClick(scroller, words, seek);
  useCorrectOnDoubleClick(scroller, useContext(WordDeskContext)?.edit ?? null);
  useHits(lights, search, follow);

  useImperativeHandle(ref, () => ({
    show: (span) => {
      const found = words.within(span);
      lights.current?.flash(found);
      const first = found[0];
      if (first !== undefined) follow.bring(first);
    },
    focusSearch: () => {
      field.current?.focus();
      field.current?.select();
    },
  }));

  return (
    <section className={styles.panel} aria-labelledby="transcript-heading">
      <div className={styles.tools}>
        <h2 className={styles.heading} id="transcript-heading">
          {t("transcript.title")}
        </h2>
        <SearchField search={search} ref={field} />
        <RolesMenu />
        <RevisionMenu />
      </div>
      <OtherWords />
      <div className={styles.scroll} ref={scroller} data-testid="transcript">
        {transcript.turns.length === 0 && <p>{t("transcript.empty")}</p>}
        <AwakenedContext value={awakened}>
          <TranscriptTurns
            transcript={transcript}
            firstWords={words.index.firstWords}
            onSeek={seek}
            wakefulness={wakefulness}
          />
        </AwakenedContext>
      </div>
      {follow.released && (
        <Button
          className={styles.back}
          size="xs"
          radius="xl"
          leftSection={<IconArrowDown size={14} />}
          onClick={follow.resume}
        >
          {t("transcript.follow")}
        </Button>
      )}
    </section>
  );
});

function SearchField({ search, ref }: { search: Search; ref: Ref<HTMLInputElement> }) {
  const { t } = useTranslation("workbench");
  const count = search.hits.length;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    search.step(event.shiftKey ? -1 : 1);
  };
  return (
    <>
      <TextInput
        ref={ref}
        className={styles.search}
        size="xs"
        type="search"
        classNames={{ input: benchStyles.field }}
        aria-label={t("transcript.search")}
        placeholder={t("transcript.search")}
        leftSection={<IconSearch size={14} />}
        value={search.query}
        onChange={(event) => {
          search.setQuery(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      {search.query.trim() !== "" && (
        <>
          <span className={styles.found} role="status">
            <bdi>{count === 0 ? t("transcript.no_hits") : `${search.current + 1} / ${count}`}</bdi>
          </span>
          <Step label={t("transcript.previous_hit")} disabled={count === 0} act={() => { search.step(-1); }}>
            <IconChevronUp size={16} />
          </Step>
          <Step label={t("transcript.next_hit")} disabled={count === 0} act={() => { search.step(1); }}>
            <IconChevronDown size={16} />
          </Step>
        </>
      )}
    </>
  );
}

interface StepProps {
  label: string;
  act: () => void;
  disabled: boolean;
  children: ReactNode;
}

function Step({ label, act, disabled, children }: StepProps) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} disabled={disabled} onClick={act}>
      {children}
    </ActionIcon>
  );
}

/**
 * One listener for all words. Words are not buttons: a thousand tab stops would be a wall for the keyboard, which has the
 * turn's time button, the arrows and the search instead.
 */
function useSeekOnClick(
  scroller: RefObject<HTMLDivElement | null>,
  words: Words,
  seek: (ms: number) => void,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onClick = (event: MouseEvent): void => {
      // What is pressed inside a word, as to reveal a number, is no wish to go there.
      const pressed = event.target instanceof Element && event.target.closest("button") === null ? event.target : null;
      const word = pressed?.closest<HTMLElement>("[data-word]");
      // Marking text with the mouse ends in a click as well; that is no wish to go there.
      if (!word || window.getSelection()?.isCollapsed === false) return;
      const start = words.index.starts[Number(word.dataset.word)];
      if (start !== undefined) seek(start);
    };
    element.addEventListener("click", onClick);
    return () => {
      element.removeEventListener("click", onClick);
    };
  }, [scroller, words, seek]);
}

/** A double click on what somebody said opens it for correction; a single one goes there, as everywhere. */
function useCorrectOnDoubleClick(scroller: RefObject<HTMLDivElement | null>, edit: ((turn: number) => void) | null): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element || !edit) return;
    const onDoubleClick = (event: MouseEvent): void => {
      const turn = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-turn]") : null;
      if (turn) edit(Number(turn.dataset.turn));
    };
    element.addEventListener("dblclick", onDoubleClick);
    return () => {
      element.removeEventListener("dblclick", onDoubleClick);
    };
  }, [scroller, edit]);
}

function useHits(lights: ReturnType<typeof useWordLights>, search: Search, follow: Follow): void {
  const { hits, current } = search;
  const look = useRef(follow.look);
  useEffect(() => {
    look.current = follow.look;
  });
  useEffect(() => {
    const wordsOf = (hit: Hit): number[] =>
      Array.from({ length: hit.last - hit.first + 1 }, (_, offset) => hit.first + offset);
    const here = hits[current];
    lights.current?.mark(new Set(hits.flatMap(wordsOf)), new Set(here ? wordsOf(here) : []));
    if (!here) return;
    // Once the page stands: a sleeping block may have to be woken.
    const soon = requestAnimationFrame(() => {
      look.current(here.first);
    });
    return () => {
      cancelAnimationFrame(soon);
    };
  }, [lights, hits, current]);
}

/** The transcript's blocks: which of them are awake, and how to wake the one of a turn. */
function useBlocks(
  scroller: RefObject<HTMLDivElement | null>,
  lights: ReturnType<typeof useWordLights>,
  { turns }: Transcript,
) {
  const wakefulness = useMemo(() => new Wakefulness(turns.length), [turns.length]);
  useEffect(() => {
    if (scroller.current) return wakefulness.watch(scroller.current);
  }, [scroller, wakefulness]);
  const awakened = useCallback((block: HTMLElement) => lights.current?.take(block), [lights]);
  const rouse = useCallback(
    (turn: number) => {
      const block = blockOf(scroller, turn);
      if (block) wakefulness.rouse(block);
    },
    [scroller, wakefulness],
  );
  const editing = useContext(WordDeskContext)?.editing ?? null;
  useEffect(() => {
    if (editing === null) return;
    const soon = requestAnimationFrame(() => {
      rouse(editing);
    });
    return () => {
      cancelAnimationFrame(soon);
    };
  }, [editing, rouse]);
  return { wakefulness, rouse, awakened };
}

function blockOf(scroller: RefObject<HTMLElement | null>, turn: number): Element | undefined {
  return scroller.current?.querySelectorAll("ol")[Math.floor(turn / TURNS_A_BLOCK)];
}
