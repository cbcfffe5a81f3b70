import { Badge } from "@mantine/core";
import { IconMail, IconMessages } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Medium } from "../../api";

/** That a conversation was written, and how; nothing for one that was spoken. */
export function MediumMark({ medium }: { medium: Medium | undefined }) {
  const { t } = useTranslation("written");
  if (medium === undefined || medium === "voice") return null;
  const Icon = medium === "mail" ? IconMail : IconMessages;
  return (
    <Badge variant="default" size="md" tt="none" fw={450} radius="sm" leftSection={<Icon size={14} stroke={1.7} aria-hidden />}>
      {t(`mark.${medium}`)}
    </Badge>
  );
}
