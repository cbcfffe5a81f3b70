import { Button, Checkbox, Group, Text, Textarea, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { CoachingSessionOut } from "../../api";
import { useTexts } from "../../workbench/language";
import { ActionFields } from "./ActionFields";
import { callOf } from "./addresses";
import { ClipFace } from "./ClipList";
import classes from "./Coaching.module.css";
import { Cut } from "./Cut";
import type { Draft, DraftClip } from "./plan";

const LONGEST = 2000;
const LONGEST_NOTE = 5000;

interface EditorProps {
  session: CoachingSessionOut;
  draft: Draft;
  onChange: (changed: Partial<Draft>) => void;
}

/** All that a session holds, to be written: what went well first. */
export function SessionEditor({ session, draft, onChange }: EditorProps) {
  const { t } = useTranslation("coaching");
  return (
    <>
      <Part title={t("went_well")}>
        <Textarea
          label={t("went_well_label")}
          description={t("went_well_why")}
          autosize
          minRows={2}
          maxLength={LONGEST}
          value={draft.wentWell}
          onChange={(event) => {
            onChange({ wentWell: event.currentTarget.value });
          }}
        />
      </Part>
      <Part title={t("agenda")}>
        <Textarea
          label={t("agenda_label")}
          description={t("agenda_why")}
          autosize
          minRows={3}
          maxLength={LONGEST}
          value={draft.agenda}
          onChange={(event) => {
            onChange({ agenda: event.currentTarget.value });
          }}
        />
        <TextInput
          type="datetime-local"
          label={t("when")}
          w={{ base: "100%", sm: 260 }}
          value={draft.plannedFor}
          onChange={(event) => {
            onChange({ plannedFor: event.currentTarget.value });
          }}
        />
      </Part>
      <Part title={t("to_hear")}>
        {draft.clips.length === 0 && <Text c="dimmed">{t("no_clips")}</Text>}
        {draft.clips.map((clip, place) => (
          <ClipFields
            key={clip.id}
            clip={clip}
            session={session}
            onChange={(changed) => {
              onChange({ clips: draft.clips.map((one, at) => (at === place ? { ...one, ...changed } : one)) });
            }}
            onRemove={() => {
              onChange({ clips: draft.clips.filter((_, at) => at !== place) });
            }}
          />
        ))}
      </Part>
      <Part title={t("agreed")}>
        <Text c="dimmed" size="sm">
          {t("agreed_why")}
        </Text>
        <ActionFields
          actions={draft.actions}
          counting={session.held_at !== null ? session.actions.map((action) => action.id) : []}
          onChange={(actions) => {
            onChange({ actions });
          }}
        />
      </Part>
      {session.mine && (
        <Part title={t("note")}>
          <Textarea
            label={t("note_label")}
            description={t("note_why")}
            autosize
            minRows={2}
            maxLength={LONGEST_NOTE}
            value={draft.note}
            onChange={(event) => {
              onChange({ note: event.currentTarget.value });
            }}
          />
        </Part>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes.part}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface ClipFieldsProps {
  clip: DraftClip;
  session: CoachingSessionOut;
  onChange: (changed: Partial<DraftClip>) => void;
  onRemove: () => void;
}

function ClipFields({ clip, session, onChange, onRemove }: ClipFieldsProps) {
  const { t } = useTranslation("coaching");
  const textIn = useTexts();
  const kept = session.clips.find((one) => one.id === clip.id);
  const about = kept?.question ? textIn(kept.question) : t("moment");
  return (
    <div className={classes.agreement}>
      {kept && <ClipFace clip={kept} address={callOf(kept)} sound={<Cut kept={kept} clip={clip} onChange={onChange} />} />}
      <Textarea
        label={t("clip_words")}
        autosize
        maxLength={LONGEST}
        value={clip.words ?? ""}
        onChange={(event) => {
          onChange({ words: event.currentTarget.value });
        }}
      />
      <Group justify="space-between">
        <Checkbox
          label={t("clip_good")}
          checked={clip.good ?? false}
          onChange={(event) => {
            onChange({ good: event.currentTarget.checked });
          }}
        />
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconX size={15} stroke={1.8} aria-hidden />}
          aria-label={t("remove_clip", { what: about })}
          onClick={onRemove}
        >
          {t("remove")}
        </Button>
      </Group>
    </div>
  );
}
