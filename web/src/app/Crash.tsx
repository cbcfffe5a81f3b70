import { Button } from "@mantine/core";
import { IconZoomExclamation } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { Empty } from "../ui/Empty";

/** What stands in place of a page that threw. */
export function Crash() {
  const { t } = useTranslation();
  return (
    <div role="alert">
      <Empty
        icon={<IconZoomExclamation size={44} stroke={1.3} />}
        title={t("failure.title")}
        body={t("failure.crash")}
        level={1}
        action={
          <Button
            variant="light"
            onClick={() => {
              window.location.reload();
            }}
          >
            {t("failure.reload")}
          </Button>
        }
      />
    </div>
  );
}
