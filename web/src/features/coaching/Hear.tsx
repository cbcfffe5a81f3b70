import { Button, Text } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { ask, hearCoachingClip, hearCoachingMoment, hearCoachingTask } from "../../api";
import { formatLength } from "../../ui/format";
import { useSound } from "../../ui/useSound";
import classes from "./Coaching.module.css";

/** What is heard: a clip of a session, a task's moment, or a moment that a suggestion rests on. */
export type Heard =
  | { clip: string }
  | { task: string }
  | { call: string; start: number | null; end: number | null };

interface HearProps {
  what: Heard;
  lengthMs: number | null;
}

/** Plays a moment, in which personal numbers are beeped out. */
export function Hear({ what, lengthMs }: HearProps) {
  const { t } = useTranslation("coaching");
  const { state, toggle } = useSound(JSON.stringify(what), () => fetchSound(what));
  const playing = state === "playing";
  return (
    <>
      <Button
        variant="light"
        size="compact-md"
        loading={state === "coming"}
        leftSection={
          playing ? <IconPlayerPause size={16} stroke={1.8} aria-hidden /> : <IconPlayerPlay size={16} stroke={1.8} aria-hidden />
        }
        onClick={() => {
          void toggle();
        }}
      >
        {t(playing ? "pause" : "hear")}
        {lengthMs !== null && (
          <span className={classes.length}>
            <bdi>{formatLength(lengthMs)}</bdi>
          </span>
        )}
      </Button>
      {state === "failed" && (
        <Text size="sm" role="alert">
          {t("no_sound")}
        </Text>
      )}
    </>
  );
}

function fetchSound(what: Heard): Promise<Blob | File> {
  if ("clip" in what) return ask(hearCoachingClip({ path: { clip_id: what.clip }, parseAs: "blob" }));
  if ("task" in what) return ask(hearCoachingTask({ path: { task_id: what.task }, parseAs: "blob" }));
  const span = { start_ms: what.start, end_ms: what.end };
  return ask(hearCoachingMoment({ path: { call_id: what.call }, body: span, parseAs: "blob" }));
}
