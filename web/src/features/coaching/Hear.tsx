import { useTranslation } from "react-i18next";

import { ask, hearCoachingClip, hearCoachingMoment, hearCoachingTask } from "../../api";
import { PlayButton } from "../../ui/sound/PlayButton";

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
  return <PlayButton soundKey={JSON.stringify(what)} fetched={() => fetchSound(what)} label={t("hear")} lengthMs={lengthMs} />;
}

function fetchSound(what: Heard): Promise<Blob> {
  if ("clip" in what) return ask(hearCoachingClip({ path: { clip_id: what.clip }, parseAs: "blob" }));
  if ("task" in what) return ask(hearCoachingTask({ path: { task_id: what.task }, parseAs: "blob" }));
  const span = { start_ms: what.start, end_ms: what.end };
  return ask(hearCoachingMoment({ path: { call_id: what.call }, body: span, parseAs: "blob" }));
}
