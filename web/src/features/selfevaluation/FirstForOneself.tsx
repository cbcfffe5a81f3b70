import { Button } from "@mantine/core";
import { IconEarScan } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Empty } from "../../ui/Empty";

/** Feedback that stays closed while its agent answers alone; the way to what opens it. */
export function FirstForOneself() {
  const { t } = useTranslation("selfevaluation");
  return (
    <Empty
      icon={<IconEarScan size={48} stroke={1.3} />}
      title={t("reading.title")}
      body={t("reading.body")}
      level={1}
      action={
        <Button component={Link} to="/feedback">
          {t("reading.go")}
        </Button>
      }
    />
  );
}
