import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Stands with every call that nobody held. */
export function SimulatedBadge({ simulated }: { simulated: boolean | undefined }) {
  const { t } = useTranslation("simulated");
  if (simulated !== true) return null;
  return (
    <Badge variant="outline" color="gray" size="md" tt="none" fw={500} radius="sm" title={t("badge_title")}>
      {t("badge")}
    </Badge>
  );
}
