import { type ReactNode, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Command } from "./keyboard/shortcuts";
import { ShortcutsDialog } from "./keyboard/ShortcutsDialog";
import { useShortcuts } from "./keyboard/useShortcuts";
import { useSingleKeys } from "./keyboard/useSingleKeys";
import { goToEvidence, obeyPlayback, obeyRubric } from "./ReviewBench";
import { isWaiting } from "./rubric/answers";
import { ConflictNotice } from "./rubric/ConflictNotice";
import { RubricPanel } from "./rubric/RubricPanel";
import { SaveState } from "./rubric/SaveState";
import { UndoButton } from "./rubric/UndoButton";
import type { Remote } from "./rubric/store";
import { type Desk, useDesk } from "./rubric/useDesk";
import { SoundBoard } from "./SoundBoard";
import { TranscriptPanel, type TranscriptHandle } from "./transcript/TranscriptPanel";
import type { Evaluation, Peaks, Transcript } from "./types";
import { useAddress, useQuestionOfAddress } from "./useAddress";
import { useFullHeight } from "./useFullHeight";
import { useMarks, useSound, type Sound } from "./useSound";
import { usePeaks, useTranscript } from "./useCallMedia";
import styles from "./Workbench.module.css";
import { WhereIn } from "./written/where";

export interface RatingBenchProps {
  /** Someone's own answers in the form of an evaluation; where they go is the remote's business. */
  evaluation: Evaluation;
  remote: Remote;
  reviewerName: string;
  /** What stands on the left of the top, and what to do at its end, told how many questions wait. */
  head: (waiting: number) => ReactNode;
  acts: (waiting: number) => ReactNode;
}

/** One call scored for oneself: the sound, the words and the questions of the workbench, without what others made of it. */
export function RatingBench(props: RatingBenchProps) {
  const { t } = useTranslation("workbench");
  const transcript = useTranscript(props.evaluation.call.id, null);
  const peaks = usePeaks(props.evaluation.call);
  if (transcript.isPending || peaks.isPending) return <p role="status">{t("loading")}</p>;
  if (!transcript.data) return <p role="alert">{t("problem.transcript")}</p>;
  return (
    <WhereIn transcript={transcript.data}>
      <Bench {...props} transcript={transcript.data} peaks={peaks.data ?? null} />
    </WhereIn>
  );
}

interface BenchProps extends RatingBenchProps {
  transcript: Transcript;
  peaks: Peaks | null;
}

function Bench({ evaluation, remote, reviewerName, head, acts, transcript, peaks }: BenchProps) {
  const root = useRef<HTMLDivElement>(null);
  const reader = useRef<TranscriptHandle>(null);
  const sound = useSound({ evaluation, transcript, peaks }, reader);
  const desk = useDesk(evaluation, reviewerName, remote);
  const [helping, setHelping] = useState(false);
  const showHelp = useCallback(() => {
    setHelping(true);
  }, []);
  const hideHelp = useCallback(() => {
    setHelping(false);
  }, []);
  const [singleKeys, setSingleKeys] = useSingleKeys();
  const marks = useMarks(transcript, desk.snapshot.evaluation.sections);
  const waiting = desk.questions.filter(isWaiting).length;
  useFullHeight(root);
  useAddress({ player: sound.player, question: desk.focusedId, find: sound.search.query });
  useQuestionOfAddress();
  useShortcuts(singleKeys, (command) =>
    obey(command, { sound, desk, transcript, reader: reader.current, help: setHelping }),
  );
  return (
    <div className={styles.bench} ref={root} data-mode="review">
      <header className={styles.top}>
        {head(waiting)}
        <div className={styles.acts}>
          <SaveState snapshot={desk.snapshot} store={desk.store} />
          <UndoButton desk={desk} />
          {acts(waiting)}
        </div>
      </header>
      <ConflictNotice snapshot={desk.snapshot} store={desk.store} />
      <SoundBoard
        medium={evaluation.call.medium}
        sound={sound.board}
        peaks={peaks}
        marks={marks}
        onEvidence={goToEvidence}
        onHelp={showHelp}
      />
      <div className={styles.columns}>
        <div className={styles.reading}>
          <TranscriptPanel
            ref={reader}
            transcript={transcript}
            words={sound.words}
            player={sound.player}
            search={sound.search}
          />
        </div>
        <RubricPanel desk={desk} onPlay={sound.hear} blind />
      </div>
      <ShortcutsDialog
        opened={helping}
        onClose={hideHelp}
        singleKeys={singleKeys}
        onSingleKeys={setSingleKeys}
      />
    </div>
  );
}

interface Obeying {
  sound: Sound;
  desk: Desk;
  transcript: Transcript;
  reader: TranscriptHandle | null;
  help: (shown: boolean) => void;
}

/** Does what a key asks, as on the workbench; there is nothing to submit here, and no words to correct. */
function obey(command: Command, at: Obeying): boolean {
  switch (command.do) {
    case "submit":
      return at.desk.goToWaiting();
    case "search":
      at.reader?.focusSearch();
      return true;
    case "leave-field":
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      return true;
    case "help":
      at.help(true);
      return true;
    default:
      return obeyPlayback(command, at) || obeyRubric(command, { ...at, ask: () => undefined });
  }
}
