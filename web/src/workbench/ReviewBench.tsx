import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { CallHead } from "./CallHead";
import { type CommentDesk, CommentDeskContext, useCommentDesk } from "./comments/commentDesk";
import { CommentsPanel } from "./comments/CommentsPanel";
import { commentMarks } from "./comments/pins";
import { FindingsPanel } from "./findings/FindingsPanel";
import { ToneDeskContext, useToneDesk } from "./findings/toneDesk";
import { useCorrectTone, useFindings } from "./findings/useFindings";
import type { Command } from "./keyboard/shortcuts";
import { ShortcutsDialog } from "./keyboard/ShortcutsDialog";
import { useShortcuts } from "./keyboard/useShortcuts";
import { useSingleKeys } from "./keyboard/useSingleKeys";
import { allQuestions, acceptance, isWaiting } from "./rubric/answers";
import { ConflictNotice } from "./rubric/ConflictNotice";
import { Decide, requestSubmit, type Asking } from "./rubric/Decide";
import { RubricPanel } from "./rubric/RubricPanel";
import { SaveState } from "./rubric/SaveState";
import { UndoButton } from "./rubric/UndoButton";
import { ScoreSummary } from "./rubric/ScoreSummary";
import { type Desk, goTo, useDesk } from "./rubric/useDesk";
import { nextSpeed, turnStart } from "./playback/position";
import { SoundBoard } from "./SoundBoard";
import { TranscriptPanel, type TranscriptHandle } from "./transcript/TranscriptPanel";
import { type Looking, useWordDesk, type WordDesk, WordDeskContext } from "./transcript/wordDesk";
import type { Evaluation, Peaks, Transcript } from "./types";
import { RevealDialog } from "./sealed/RevealDialog";
import { SealedDeskContext, useSealedDesk } from "./sealed/sealedDesk";
import { useAddress, useQuestionOfAddress } from "./useAddress";
import { useFullHeight } from "./useFullHeight";
import { useMarks, useSound, type Sound } from "./useSound";
import type { Mark } from "./waveform/marks";
import styles from "./Workbench.module.css";

export interface BenchProps {
  evaluation: Evaluation;
  transcript: Transcript;
  peaks: Peaks | null;
}

interface ReviewProps extends BenchProps {
  looking: Looking;
  /** Whether this person may see the personal numbers that were taken out of the transcript. */
  reveals: boolean;
}

/** The reviewer's screen: the sound on top, what was said and what is asked side by side below it. */
export function ReviewBench({ evaluation, transcript, peaks, looking, reveals }: ReviewProps) {
  const root = useRef<HTMLDivElement>(null);
  const reader = useRef<TranscriptHandle>(null);
  const sound = useSound({ evaluation, transcript, peaks }, reader);
  const desk = useDesk(evaluation, "");
  const findings = useFindings(evaluation.call.id);
  const toneDesk = useToneDesk(findings, useCorrectTone(evaluation.call.id));
  const words = useWordDesk(evaluation.call.id, transcript, looking);
  const sealed = useSealedDesk(evaluation.call.id, transcript, reveals);
  const [asking, setAsking] = useState<Asking>(null);
  const [helping, setHelping] = useState(false);
  const showHelp = useCallback(() => {
    setHelping(true);
  }, []);
  const hideHelp = useCallback(() => {
    setHelping(false);
  }, []);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const seen = desk.snapshot.evaluation;
  const comments = useCommentDesk(evaluation.call.id, { transcript, sound, reader });
  const found = useMarks(transcript, seen.sections);
  const marks = useMemo(() => [...found, ...commentMarks(comments?.threads ?? [])], [found, comments?.threads]);
  const openThread = comments?.open;
  const pick = useCallback(
    (mark: Mark) => {
      if (mark.threadId === undefined) goToEvidence(mark);
      else openThread?.(mark.threadId);
    },
    [openThread],
  );
  useFullHeight(root);
  useAddress({ player: sound.player, question: desk.focusedId, find: sound.search.query });
  useQuestionOfAddress();
  useFreshLists(seen);
  useShortcuts(singleKeys, (command) =>
    obey(command, { sound, desk, words, comments, transcript, ask: setAsking, help: setHelping, reader: reader.current }),
  );
  return (
    <div className={styles.bench} ref={root} data-mode="review">
      <header className={styles.top}>
        <CallHead evaluation={seen} />
        <ScoreSummary
          score={seen.score}
          questions={desk.questions}
          waiting={desk.questions.filter(isWaiting).length}
          onNextWaiting={desk.goToWaiting}
        />
        <div className={styles.acts}>
          <SaveState snapshot={desk.snapshot} store={desk.store} />
          <UndoButton desk={desk} />
          <Decide desk={desk} asking={asking} onAsk={setAsking} />
        </div>
      </header>
      <ConflictNotice snapshot={desk.snapshot} store={desk.store} />
      <SoundBoard
        medium={evaluation.call.medium}
        sound={sound.board}
        peaks={peaks}
        marks={marks}
        onEvidence={pick}
        onHelp={showHelp}
      />
      <div className={styles.columns}>
        <div className={styles.reading}>
          <ToneDeskContext value={toneDesk}>
            <WordDeskContext value={transcript.written ? null : words}>
              <SealedDeskContext value={sealed}>
                <CommentDeskContext value={comments}>
                  <TranscriptPanel
                    ref={reader}
                    transcript={transcript}
                    words={sound.words}
                    player={sound.player}
                    search={sound.search}
                  />
                </CommentDeskContext>
              </SealedDeskContext>
            </WordDeskContext>
          </ToneDeskContext>
          {findings && (
            <FindingsPanel
              callId={evaluation.call.id}
              findings={findings}
              questions={desk.questions}
              durationMs={transcript.duration_ms}
              onSeek={sound.seek}
              onPlay={sound.hear}
            />
          )}
        </div>
        <div className={styles.reading}>
          <CommentDeskContext value={comments}>
            <RubricPanel desk={desk} onPlay={sound.hear} />
          </CommentDeskContext>
          {comments && <CommentsPanel desk={comments} questions={desk.questions} onQuestion={desk.goTo} />}
        </div>
      </div>
      {sealed && (
        <RevealDialog
          desk={sealed}
          callId={evaluation.call.id}
          revision={transcript.revision}
          onPlay={() => {
            sound.player.pause();
          }}
        />
      )}
      <ShortcutsDialog
        opened={helping}
        onClose={hideHelp}
        singleKeys={singleKeys}
        onSingleKeys={setSingleKeys}
      />
    </div>
  );
}

/** A mark of evidence on the waveform leads to its question. */
export function goToEvidence({ questionId }: Mark): void {
  goTo(questionId ?? null);
}

/** What was done here shows around it: a new state at once on the call's own page, the rest in lists read later. */
function useFreshLists({ state, call }: Evaluation): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    void queryClient.invalidateQueries({ queryKey: ["call", call.id] });
  }, [queryClient, call.id, state]);
  useEffect(
    () => () => {
      void queryClient.invalidateQueries({ queryKey: ["calls"] });
    },
    [queryClient],
  );
}

interface Obeying {
  sound: Sound;
  desk: Desk;
  words: WordDesk;
  comments: CommentDesk | null;
  transcript: Transcript;
  ask: (what: Asking) => void;
  help: (shown: boolean) => void;
  reader: TranscriptHandle | null;
}

/** Does what a key asks; false where there was nothing to do. */
function obey(command: Command, at: Obeying): boolean {
  return obeyPlayback(command, at) || obeyRubric(command, at) || obeyPage(command, at);
}

export function obeyPlayback(
  command: Command,
  { sound: { player, lens, hear }, transcript }: Pick<Obeying, "sound" | "transcript">,
): boolean {
  // Of what was written nothing is heard: the keys that go from turn to turn show the message.
  if (transcript.written && command.do !== "turn") return false;
  switch (command.do) {
    case "toggle":
      player.toggle();
      return true;
    case "nudge":
      player.nudge(command.ms);
      return true;
    case "turn": {
      const starts = transcript.turns.map((turn) => turn.start_ms);
      const start = turnStart(starts, player.positionMs, command.step);
      if (start === null) return false;
      if (transcript.written) hear({ start_ms: start, end_ms: start + 1 });
      else player.seek(start);
      return true;
    }
    case "speed":
      player.setSpeed(nextSpeed(player.getState().speed, command.step));
      return true;
    case "loop":
      player.toggleLoop();
      return true;
    case "mark":
      player.markEnd(command.end);
      return true;
    case "skip":
      player.toggleSkipping();
      return true;
    case "zoom":
      lens.zoom(command.factor, player.positionMs);
      return true;
    case "mute":
      player.mute(command.channel);
      return true;
    default:
      return false;
  }
}

export function obeyRubric(command: Command, { desk, sound, ask }: Pick<Obeying, "desk" | "sound" | "ask">): boolean {
  const question = allQuestions(desk.snapshot.evaluation).find((one) => one.id === desk.focusedId);
  switch (command.do) {
    case "question":
      return desk.step(command.step);
    case "next-waiting":
      return desk.goToWaiting();
    case "undo":
      return desk.undo();
    case "submit":
      if (desk.snapshot.evaluation.state === "draft") requestSubmit(desk, ask);
      else if (desk.snapshot.evaluation.state === "submitted" && desk.snapshot.evaluation.call.purpose !== "practice") ask("publish");
      return true;
    case "choose": {
      const option = question?.options[command.place];
      if (question && option) desk.choose(question, { option_id: option.id, not_applicable: false });
      return option !== undefined;
    }
    case "not-applicable":
      if (question) desk.choose(question, { option_id: null, not_applicable: true });
      return question !== undefined;
    case "accept": {
      const accepted = question ? acceptance(question) : null;
      if (question && accepted) desk.choose(question, accepted);
      return accepted !== null;
    }
    case "evidence": {
      const evidence = question?.suggestion?.evidence[0];
      if (evidence) sound.hear(evidence);
      return evidence !== undefined;
    }
    default:
      return false;
  }
}

function obeyPage(command: Command, { reader, help, words, comments, transcript, sound }: Obeying): boolean {
  switch (command.do) {
    case "comment":
      comments?.begin();
      return comments !== null;
    case "correct": {
      const here = transcript.turns.findLast((turn) => turn.start_ms <= sound.player.positionMs) ?? transcript.turns[0];
      if (here === undefined || transcript.written) return false;
      words.edit(here.index);
      return true;
    }
    case "search":
      reader?.focusSearch();
      return true;
    case "leave-field":
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      return true;
    case "help":
      help(true);
      return true;
    default:
      return false;
  }
}
