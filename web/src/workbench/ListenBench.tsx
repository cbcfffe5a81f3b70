import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";

import styles from "./agent/AgentBench.module.css";
import type { Command } from "./keyboard/shortcuts";
import { useShortcuts } from "./keyboard/useShortcuts";
import type { Span } from "./playback/position";
import { SoundBoard } from "./SoundBoard";
import { TranscriptPanel, type TranscriptHandle } from "./transcript/TranscriptPanel";
import type { Evaluation, Peaks, Transcript } from "./types";
import { usePeaks, useTranscript } from "./useCallMedia";
import { useMarks, useSound, type Sound } from "./useSound";
import benchStyles from "./Workbench.module.css";
import { WhereIn } from "./written/where";

export interface ListenBenchProps {
  call: Evaluation["call"];
  /** What stands beside the words; `hear` plays a stretch and shows where it is said. */
  children: (hear: (span: Span) => void) => ReactNode;
}

/** One call to hear and read, beside whatever is to be said about it. */
export function ListenBench({ call, children }: ListenBenchProps) {
  const { t } = useTranslation("workbench");
  const transcript = useTranscript(call.id, null);
  const peaks = usePeaks(call);
  if (transcript.isPending || peaks.isPending) return <p role="status">{t("loading")}</p>;
  if (!transcript.data) return <p role="alert">{t("problem.transcript")}</p>;
  return (
    <WhereIn transcript={transcript.data}>
      <Bench call={call} transcript={transcript.data} peaks={peaks.data ?? null}>
        {children}
      </Bench>
    </WhereIn>
  );
}

interface BenchProps extends ListenBenchProps {
  transcript: Transcript;
  peaks: Peaks | null;
}

function Bench({ call, transcript, peaks, children }: BenchProps) {
  const reader = useRef<TranscriptHandle>(null);
  const sound = useSound({ evaluation: { call }, transcript, peaks }, reader);
  const marks = useMarks(transcript, null);
  useShortcuts(false, (command) => obeyListener(command, sound));
  return (
    <div className={styles.bench}>
      <div className={styles.sound}>
        <SoundBoard medium={call.medium} sound={sound.board} peaks={peaks} marks={marks} />
      </div>
      <div className={styles.columns}>
        <div className={styles.feedback}>{children(sound.hear)}</div>
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

/** Listening by keyboard: Space, the arrows, and Escape out of a field. */
export function obeyListener(command: Command, { player }: Sound): boolean {
  if (command.do === "toggle") player.toggle();
  else if (command.do === "nudge") player.nudge(command.ms);
  else if (command.do === "leave-field" && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  else return false;
  return true;
}
