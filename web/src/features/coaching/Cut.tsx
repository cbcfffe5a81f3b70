import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { CoachingClipOut } from "../../api";
import { SpanFields } from "../../ui/sound/SpanFields";
import { Hear } from "./Hear";
import type { DraftClip } from "./plan";

/** Where a whole call is cut first. */
const AT_FIRST_MS = 30_000;

interface CutProps {
  kept: CoachingClipOut;
  clip: DraftClip;
  onChange: (changed: Partial<DraftClip>) => void;
}

/** From where to where a clip is heard, to be moved and heard at once. Where nothing is heard, nothing is cut. */
export function Cut({ kept, clip, onChange }: CutProps) {
  const { t } = useTranslation("coaching");
  const { start_ms: start = null, end_ms: end = null } = clip;
  const whole = kept.call_ms;
  const cut = start !== null && end !== null;
  if (kept.has_sound === false) return null;
  const changed = start !== kept.start_ms || end !== kept.end_ms;
  return (
    <>
      {cut && whole !== null && (
        <SpanFields
          span={{ startMs: start, endMs: end }}
          durationMs={whole}
          onChange={(span) => {
            onChange(span === null ? { wrong: true } : { start_ms: span.startMs, end_ms: span.endMs, wrong: false });
          }}
        />
      )}
      <Group gap="sm">
        {clip.wrong !== true && (
          <Hear what={{ call: clip.call_id, start, end }} lengthMs={cut ? end - start : whole} />
        )}
        {whole !== null && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              const span = cut ? { start_ms: null, end_ms: null } : { start_ms: 0, end_ms: Math.min(AT_FIRST_MS, whole) };
              onChange({ ...span, wrong: false });
            }}
          >
            {t(cut ? "cut.whole" : "cut.moment")}
          </Button>
        )}
      </Group>
      {changed && (
        <Text size="sm" c="dimmed">
          {t("cut.renewed")}
        </Text>
      )}
    </>
  );
}
