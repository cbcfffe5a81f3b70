import { Stack, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { IconWaveSine } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "./UploadPage.module.css";

interface DropAreaProps {
  onFiles: (files: File[]) => void;
  /** Smaller, once there is a list below it. */
  compact: boolean;
}

/** Takes any file: what a recording is, only the server can tell, and it says why it refuses one. */
export function DropArea({ onFiles, compact }: DropAreaProps) {
  const { t } = useTranslation("upload");
  return (
    <Dropzone
      onDrop={onFiles}
      onReject={(rejections) => {
        onFiles(rejections.map(({ file }) => file));
      }}
      className={classes.drop}
      inputProps={{ "aria-label": t("drop") }}
      radius="lg"
    >
      <Stack align="center" gap="xs" py={compact ? "sm" : 48} px="md" className={classes.dropText}>
        <IconWaveSine size={compact ? 32 : 52} stroke={1.3} color="var(--mashov-accent)" aria-hidden />
        <Text fz="lg" fw={550} ta="center">
          {t("drop")}
        </Text>
        <Text size="sm" c="dimmed" ta="center" maw="44rem">
          {t("formats")}
        </Text>
      </Stack>
    </Dropzone>
  );
}
