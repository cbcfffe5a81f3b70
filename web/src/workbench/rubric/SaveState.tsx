import { Button } from "@mantine/core";
import { IconCloudCheck, IconCloudOff, IconCloudUp, IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { localeOf } from "../../i18n";
import { useProblemText } from "../../ui/problems";
import styles from "./SaveState.module.css";
import type { EvaluationStore, Snapshot } from "./store";

/** Where the reviewer's work is: on its way, kept, or waiting for the connection. */
export function SaveState({ snapshot, store }: { snapshot: Snapshot; store: EvaluationStore }) {
  const { t, i18n } = useTranslation("workbench");
  const tell = useProblemText();
  const { status, savedAt } = snapshot;
  const time = savedAt?.toLocaleTimeString(localeOf(i18n.language), { hour: "2-digit", minute: "2-digit" });
  return (
    <div className={styles.state}>
      <span role="status" className={styles.text}>
        {status === "saving" && (
          <>
            <IconCloudUp size={17} stroke={1.6} aria-hidden /> {t("save.saving")}
          </>
        )}
        {status === "saved" && (
          <>
            <IconCloudCheck size={17} stroke={1.6} aria-hidden /> {t("save.saved", { time })}
          </>
        )}
        {status === "offline" && (
          <>
            <IconCloudOff size={17} stroke={1.6} aria-hidden /> {t("save.offline", { count: snapshot.pending })}
          </>
        )}
        {status === "refused" && (
          <>
            <IconAlertTriangle size={17} stroke={1.6} aria-hidden /> {tell({ code: snapshot.refusal ?? "unexpected", message: "" })}
          </>
        )}
      </span>
      {status === "offline" && (
        <Button
          size="compact-xs"
          variant="light"
          onClick={() => {
            store.retry();
          }}
        >
          {t("save.retry")}
        </Button>
      )}
    </div>
  );
}
