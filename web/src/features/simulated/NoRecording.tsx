import { Alert } from "@mantine/core";
import { IconVolumeOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Stands where the player would be of a call that nobody held. */
export function NoRecording() {
  const { t } = useTranslation("simulated");
  return (
    <Alert color="gray" icon={<IconVolumeOff size={18} />} title={t("call_title")}>
      {t("call_body")}
    </Alert>
  );
}
