import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { PracticeAttemptOut, StoryLine } from "../../../api";
import { useProblemText } from "../../../ui/problems";
import { Recorder } from "../../../ui/recorder/Recorder";
import classes from "./Scenarios.module.css";
import { useAttemptSteps } from "./queries";

/** Nobody answers one line for longer; the server says so too. */
const LONGEST_S = 120;

/** One line of the customer, and the agent's answer to it: recorded, heard again, and sent. */
export function Exchange({ attempt }: { attempt: PracticeAttemptOut }) {
  const { t } = useTranslation("scenarios");
  const problemText = useProblemText();
  const { answer } = useAttemptSteps(attempt);
  const [sound, setSound] = useState<Blob | null>(null);
  const [way, setWay] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const line = attempt.story.lines.find(({ id }) => id === attempt.line) ?? null;
  const told = line?.ways ?? [];
  const ways = told.length > 1 ? told : [];
  const first = attempt.steps.length === 0;
  // Whoever goes on by keyboard or hears the page read is taken to the new line.
  useEffect(() => {
    if (!first) heading.current?.focus();
  }, [first]);
  const ready = sound !== null && (ways.length === 0 || way !== null);
  return (
    <Stack gap="md">
      <Said line={line} heading={heading} />
      {sound === null ? (
        <Recorder
          maxSeconds={LONGEST_S}
          label={t(line === null ? "run.record_opening" : "run.record")}
          onRecorded={(take) => {
            setSound(take);
          }}
        />
      ) : (
        <Stack gap="sm">
          <Take sound={sound} />
          {ways.length > 0 && (
            <Radio.Group label={t("run.what_did_you_do")} description={t("run.why_ask")} value={way} onChange={setWay}>
              <Stack gap="xs" mt="xs">
                {ways.map((one, index) => (
                  <Radio
                    key={`${one.to}-${String(index)}`}
                    value={String(index)}
                    label={<bdi>{one.when ?? t("run.something_else")}</bdi>}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          <Group gap="sm">
            <Button
              disabled={!ready}
              loading={answer.isPending}
              onClick={() => {
                if (ready) answer.mutate({ sound, way: ways.length > 0 ? Number(way) : null });
              }}
            >
              {t("run.go_on")}
            </Button>
            <Button
              variant="default"
              disabled={answer.isPending}
              onClick={() => {
                setSound(null);
              }}
            >
              {t("run.once_more")}
            </Button>
          </Group>
          {answer.isError && <Text role="alert">{problemText(answer.error)}</Text>}
        </Stack>
      )}
    </Stack>
  );
}

interface SaidProps {
  line: StoryLine | null;
  heading: React.RefObject<HTMLHeadingElement | null>;
}

/** What the customer says: read, and heard where somebody spoke it. Without a line, the agent opens the call. */
function Said({ line, heading }: SaidProps) {
  const { t } = useTranslation("scenarios");
  if (line === null) {
    return (
      <div className={classes.line}>
        <h2 className={classes.who} tabIndex={-1} ref={heading}>
          {t("run.opening")}
        </h2>
        <Text>{t("run.opening_body")}</Text>
      </div>
    );
  }
  return (
    <div className={classes.line}>
      <h2 className={classes.who} tabIndex={-1} ref={heading}>
        {t("run.customer", { mood: t(`mood.${line.mood ?? "calm"}`) })}
      </h2>
      <blockquote className={classes.words} dir="auto">
        {line.text}
      </blockquote>
      {line.clip_id && <Clip id={line.clip_id} label={t("run.hear_customer")} autoPlay />}
    </div>
  );
}

interface ClipProps {
  id: string;
  label: string;
  autoPlay?: boolean;
}

/** The sound of a line, in the browser's own player. */
export function Clip({ id, label, autoPlay = false }: ClipProps) {
  return (
    <div dir="ltr" className={classes.player}>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- its words stand beside it */}
      <audio controls autoPlay={autoPlay} src={`/api/practice/clips/${id}`} aria-label={label} preload="metadata" />
    </div>
  );
}

/** What was just recorded, to be heard before it is sent. */
function Take({ sound }: { sound: Blob }) {
  const { t } = useTranslation("scenarios");
  const address = useMemo(() => URL.createObjectURL(sound), [sound]);
  useEffect(
    () => () => {
      URL.revokeObjectURL(address);
    },
    [address],
  );
  return (
    <div dir="ltr" className={classes.player}>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- it is what the listener has just said */}
      <audio controls src={address} aria-label={t("run.your_take")} />
    </div>
  );
}
