import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Says that what is shown was drawn by a generator, and is nobody's training. */
export function Simulated() {
  const { t } = useTranslation("programmes");
  return (
    <Badge variant="outline" color="gray" tt="none" fw={550} title={t("simulated_why")}>
      {t("simulated")}
    </Badge>
  );
}
