import { IconChartDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { Empty } from "../../ui/Empty";

/** There is nothing to measure yet. */
export function Nothing({ body }: { body?: string }) {
  const { t } = useTranslation("measures");
  return <Empty icon={<IconChartDots size={48} stroke={1.3} />} title={t("nothing.title")} body={body ?? t("nothing.body")} />;
}
