import { Badge, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CoachingClipOut } from "../../api";
import { formatDate } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import type { AddressOf } from "./addresses";
import classes from "./Coaching.module.css";
import { Hear } from "./Hear";
import { Lines } from "./Lines";

/** Moments to hear together: those that went well first. */
export function ClipList({ clips, addressOf }: { clips: CoachingClipOut[]; addressOf: AddressOf }) {
  const ordered = [...clips.filter((clip) => clip.good), ...clips.filter((clip) => !clip.good)];
  return (
    <ul className={classes.cards}>
      {ordered.map((clip) => (
        <li key={clip.id} className={classes.card}>
          <ClipFace clip={clip} address={addressOf(clip)} />
          {clip.words !== null && <p className={classes.words}>{clip.words}</p>}
        </li>
      ))}
    </ul>
  );
}

interface ClipFaceProps {
  clip: CoachingClipOut;
  /** Where its call is opened. */
  address: string | null;
  /** What stands instead of its sound. */
  sound?: ReactNode;
}

/** What a clip is about, its sound, and what is said in it. */
export function ClipFace({ clip, address, sound }: ClipFaceProps) {
  const { t, i18n } = useTranslation("coaching");
  const textIn = useTexts();
  const when = t("call_on", { date: formatDate(clip.began_at, i18n.language) });
  return (
    <>
      {clip.question !== null && (
        <p className={classes.question} dir="auto">
          {textIn(clip.question)}
        </p>
      )}
      <Group gap="sm">
        {clip.has_sound !== false && sound === undefined && <Hear what={{ clip: clip.id }} lengthMs={clip.length_ms} />}
        <span className={classes.facts}>{address === null ? when : <Link to={address}>{when}</Link>}</span>
        {clip.good && (
          <Badge variant="light" color="gray" tt="none" fw={550} c="var(--mantine-color-text)">
            {t("good_moment")}
          </Badge>
        )}
      </Group>
      {sound}
      <Lines lines={clip.heard} />
    </>
  );
}
