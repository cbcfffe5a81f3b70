import { Button, FileButton, Group, Modal, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { IconCut, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ScenarioClipOut, StoryLine } from "../../../api";
import { useProblemText } from "../../../ui/problems";
import { Clip } from "./Exchange";
import { useClips } from "./queries";

interface SoundOfLineProps {
  line: StoryLine;
  scenarioId: string | null;
  onChange: (clipId: string | null) => void;
}

/** Who speaks a line: nobody, a recording, or a customer of a real call, cut from what people hear of it. */
export function SoundOfLine({ line, scenarioId, onChange }: SoundOfLineProps) {
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
  const keep = (clip: ScenarioClipOut) => {
    onChange(clip.id);
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
            if (file !== null) upload.mutate(file, { onSuccess: keep });
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
        closeButtonProps={{ "aria-label": t("common:close") }}
      >
        <CutForm
          pending={cut.isPending}
          problem={cut.isError ? problemText(cut.error) : null}
          onCut={(call_id, start, end) => {
            cut.mutate(
              { call_id, start_ms: Math.round(start * 1000), end_ms: Math.round(end * 1000) },
              { onSuccess: keep },
            );
          }}
        />
      </Modal>
    </Stack>
  );
}

interface CutFormProps {
  pending: boolean;
  problem: string | null;
  onCut: (callId: string, startS: number, endS: number) => void;
}

function CutForm({ pending, problem, onCut }: CutFormProps) {
  const { t } = useTranslation("scenarios");
  const [address, setAddress] = useState("");
  const [start, setStart] = useState<number | string>("");
  const [end, setEnd] = useState<number | string>("");
  // The whole address of a call's page is as good as its name.
  const callId = /([0-9a-z]{16})\/?(?:[?#].*)?$/.exec(address.trim())?.[1] ?? "";
  const ready = callId !== "" && typeof start === "number" && typeof end === "number" && start < end;
  return (
    <Stack gap="sm">
      <Text size="sm">{t("sound.cut_lead")}</Text>
      <TextInput
        label={t("sound.call")}
        dir="ltr"
        value={address}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
        }}
      />
      <Group grow>
        <NumberInput label={t("sound.start")} min={0} decimalScale={1} hideControls value={start} onChange={setStart} />
        <NumberInput label={t("sound.end")} min={0} decimalScale={1} hideControls value={end} onChange={setEnd} />
      </Group>
      {problem !== null && (
        <Text size="sm" role="alert">
          {problem}
        </Text>
      )}
      <Button
        disabled={!ready}
        loading={pending}
        onClick={() => {
          if (ready) onCut(callId, start, end);
        }}
      >
        {t("sound.cut_do")}
      </Button>
    </Stack>
  );
}
