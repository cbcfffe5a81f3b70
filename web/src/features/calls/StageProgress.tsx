import { Group, Progress, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { CallOut } from "../../api";
import { formatShare } from "../../ui/format";
import { doneShare } from "./stages";

/** How far a call has come: the stage's name and a bar. */
export function StageProgress({ call }: { call: CallOut }) {
  const { t, i18n } = useTranslation("calls");
  const { progress } = call;
  if (call.state === "waiting" || progress === null) {
    return (
      <Text size="sm" c="dimmed">
        {t("state_of_one.waiting")}
      </Text>
    );
  }
  const share = doneShare(progress);
  const stage = t(`stage.${progress.stage}`);
  return (
    <Stack gap={5} miw={150}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm">{stage}</Text>
        <Text size="sm" c="dimmed">
          <bdi>{formatShare(share, i18n.language)}</bdi>
        </Text>
      </Group>
      <Progress.Root size="sm" radius="xl">
        <Progress.Section
          value={share * 100}
          aria-label={t("progress", { file: call.file_name })}
          aria-valuetext={`${stage}, ${formatShare(share, i18n.language)}`}
        />
      </Progress.Root>
      {progress.attempts > 1 && (
        <Text size="xs" c="dimmed">
          {t("attempt", { count: progress.attempts })}
        </Text>
      )}
    </Stack>
  );
}
