import { Button, FileButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconCut, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ScenarioClipOut, Story, StoryLine } from "../../../api";
import { useProblemText } from "../../../ui/problems";
import { CutFromCall } from "./CutFromCall";
import { Clip } from "./Exchange";
import { useClips } from "./queries";

interface SoundOfLineProps {
  line: StoryLine;
  language: Story["language"];
  scenarioId: string | null;
  /** `text`: what is said in the clip, where that is known. */
  onChange: (clipId: string | null, text?: string) => void;
}

/** Who speaks a line: nobody, a recording, or a customer of a real call, cut from what people hear of it. */
export function SoundOfLine({ line, language, scenarioId, onChange }: SoundOfLineProps) {
  const { t } = useTranslation("scenarios");
  const problemText = useProblemText();
  const [cutting, setCutting] = useState(false);
  const { upload, cut } = useClips(scenarioId ?? "");
  if (scenarioId === null) {
    return (
      <Text size="sm" c="dimmed">
        {t("sound.save_first")}
      </Text>
    );
  }
  const keep = (clip: ScenarioClipOut, text?: string) => {
    onChange(clip.id, text);
    setCutting(false);
  };
  return (
    <Stack gap="xs">
      {line.clip_id ? (
        <Clip id={line.clip_id} label={t("sound.of", { name: line.id })} />
      ) : (
        <Text size="sm" c="dimmed">
          {t("sound.none")}
        </Text>
      )}
      <Group gap="xs">
        <FileButton
          accept="audio/*,.wav,.mp3,.ogg,.opus,.m4a,.flac,.webm"
          disabled={upload.isPending}
          onChange={(file) => {
            if (file !== null) upload.mutate(file, { onSuccess: (clip) => { keep(clip); } });
          }}
        >
          {(button) => (
            <Button
              {...button}
              size="compact-sm"
              variant="default"
              loading={upload.isPending}
              leftSection={<IconUpload size={16} aria-hidden />}
              aria-label={t("sound.upload_for", { name: line.id })}
            >
              {t("sound.upload")}
            </Button>
          )}
        </FileButton>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconCut size={16} aria-hidden />}
          aria-label={t("sound.cut_for", { name: line.id })}
          onClick={() => {
            setCutting(true);
          }}
        >
          {t("sound.cut")}
        </Button>
        {line.clip_id && (
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              onChange(null);
            }}
          >
            {t("sound.remove")}
          </Button>
        )}
      </Group>
      {upload.isError && (
        <Text size="sm" role="alert">
          {problemText(upload.error)}
        </Text>
      )}
      <Modal
        opened={cutting}
        onClose={() => {
          setCutting(false);
        }}
        title={t("sound.cut_title")}
        size="lg"
      >
        <CutFromCall
          language={language}
          pending={cut.isPending}
          problem={cut.isError ? problemText(cut.error) : null}
          onCut={(wish, text) => {
            cut.mutate(wish, {
              onSuccess: (clip) => {
                keep(clip, text);
              },
            });
          }}
        />
      </Modal>
    </Stack>
  );
}
