import { ActionIcon } from "@mantine/core";
import { IconFileTypePdf } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useTakeAway } from "../ui/useTakeAway";

/** The evaluation on paper, in the page's language. */
export function PaperLink({ evaluationId }: { evaluationId: string }) {
  const { t, i18n } = useTranslation("workbench");
  const takeAway = useTakeAway();
  const texts = i18n.language.startsWith("he") ? "he" : "en";
  return (
    <ActionIcon
      component="a"
      download
      href={`/api/evaluations/${evaluationId}/report.pdf?texts=${texts}`}
      onClick={takeAway}
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={t("head.paper")}
      title={t("head.paper")}
    >
      <IconFileTypePdf size={16} stroke={1.7} />
    </ActionIcon>
  );
}
