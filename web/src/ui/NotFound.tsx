import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Empty } from "./Empty";
import { useDocumentTitle } from "./PageHead";

export function NotFound() {
  const { t } = useTranslation();
  useDocumentTitle(t("not_found.title"));
  return (
    <Empty
      icon={<IconMapOff size={44} stroke={1.3} />}
      title={t("not_found.title")}
      body={t("not_found.body")}
      level={1}
      action={
        <Button component={Link} to="/" variant="light">
          {t("not_found.home")}
        </Button>
      }
    />
  );
}
