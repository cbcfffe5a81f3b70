import { Alert, Button, FileButton, Group, Text } from "@mantine/core";
import { IconAlertCircle, IconFileMusic, IconMicrophone, IconPlayerStop } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { formatLength } from "../format";
import classes from "./Recorder.module.css";
import { useRecorder } from "./useRecorder";

interface RecorderProps {
  /** Called once for every take, from the microphone or from a file, with its format as the browser names it. */
  onRecorded: (sound: Blob, mime: string) => void;
  /** A take stops by itself after so long, and is handed over as it is. */
  maxSeconds: number;
  /** While what was recorded is on its way, nothing else can be. */
  disabled?: boolean;
  /** Whether a sound file may be given instead; yes, if nothing is said. */
  files?: boolean;
  /** What the button says instead of "Record". */
  label?: string;
  /** Told when a take begins and ends, so that the page can be quiet meanwhile. */
  onRecording?: (recording: boolean) => void;
}

/** What the server reads; the browser's dialog shows other files only if asked. */
const READABLE = "audio/*,.wav,.mp3,.ogg,.opus,.m4a,.aac,.amr,.flac,.webm";

/** Records a short take: one button, the level while it listens, and a sentence for whatever is in the way. */
export function Recorder(props: RecorderProps) {
  const { onRecorded, maxSeconds, disabled = false, files = true, label, onRecording } = props;
  const { t } = useTranslation("recorder");
  const { state, trouble, elapsedMs, level, heard, begin, finish, cancel } = useRecorder({ maxSeconds, onRecorded });
  const main = useRef<HTMLButtonElement>(null);
  const recording = state === "recording";
  useEffect(() => {
    onRecording?.(recording);
  }, [recording, onRecording]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !recording) return;
    event.stopPropagation();
    cancel();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- Escape is a shorter way to the button "Cancel".
    <div className={classes.recorder} onKeyDown={onKeyDown}>
      <Group gap="sm" align="center">
        <Button
          ref={main}
          size="md"
          disabled={disabled}
          loading={state === "asking"}
          leftSection={
            recording ? <IconPlayerStop size={18} aria-hidden /> : <IconMicrophone size={18} stroke={1.8} aria-hidden />
          }
          onClick={() => {
            if (recording) finish();
            else void begin();
          }}
        >
          {recording ? t("stop") : (label ?? t("record"))}
        </Button>
        {recording && (
          <Button
            variant="default"
            size="md"
            onClick={() => {
              cancel();
              main.current?.focus();
            }}
          >
            {t("common:cancel")}
          </Button>
        )}
        {files && !recording && (
          <FileButton
            accept={READABLE}
            disabled={disabled || state === "asking"}
            onChange={(file) => {
              if (file !== null) onRecorded(file, file.type);
            }}
          >
            {(button) => (
              <Button {...button} variant="subtle" size="md" leftSection={<IconFileMusic size={18} stroke={1.8} aria-hidden />}>
                {t("file")}
              </Button>
            )}
          </FileButton>
        )}
      </Group>
      {recording && (
        <div className={classes.running}>
          <div
            className={classes.level}
            role="meter"
            aria-label={t("level")}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.round(level * 100)}
            dir="ltr"
          >
            <span style={{ inlineSize: `${(level * 100).toFixed(0)}%` }} />
          </div>
          <Text size="sm" role="timer" aria-live="off" className={classes.clock}>
            <bdi dir="ltr">
              {formatLength(elapsedMs)} / {formatLength(maxSeconds * 1000)}
            </bdi>
          </Text>
        </div>
      )}
      <p role="status" className={classes.said}>
        {state === "asking" && t("asking")}
        {recording && t(heard ? "hears_you" : "speak")}
      </p>
      {trouble !== null && (
        <Alert variant="light" color="orange" icon={<IconAlertCircle size={18} />} role="alert">
          {t(`trouble.${trouble}`)}
          {files && ` ${t("or_file")}`}
        </Alert>
      )}
    </div>
  );
}
