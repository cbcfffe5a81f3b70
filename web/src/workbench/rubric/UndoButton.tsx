import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import styles from "./RubricPanel.module.css";
import type { Desk } from "./useDesk";

/** Takes back the last answer of one's own that still stands. */
export function UndoButton({ desk }: { desk: Desk }) {
  const { t } = useTranslation("workbench");
  if (!desk.editable) return null;
  return (
    <Tooltip withinPortal={false} label={t("save.undo_hint")}>
      <ActionIcon
        className={styles.undo}
        variant="subtle"
        color="gray"
        size={34}
        aria-label={t("save.undo")}
        disabled={!desk.undoable}
        onClick={desk.undo}
      >
        <IconArrowBackUp size={20} stroke={1.6} />
      </ActionIcon>
    </Tooltip>
  );
}
