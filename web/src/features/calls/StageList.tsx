import { Progress, VisuallyHidden } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { CallOut } from "../../api";
import { formatShare } from "../../ui/format";
import classes from "./CallPage.module.css";
import { doneShare, STAGES, standingOf } from "./stages";

/** Every stage of a call's way, with the present one marked. */
export function StageList({ call }: { call: CallOut }) {
  const { t, i18n } = useTranslation("calls");
  const present = call.progress ?? { stage: "received" as const, share: 0 };
  const share = doneShare(present);
  return (
    <>
      <Progress.Root size="md" radius="xl">
        <Progress.Section
          value={share * 100}
          aria-label={t("progress", { file: call.file_name })}
          aria-valuetext={formatShare(share, i18n.language)}
        />
      </Progress.Root>
      <ol className={classes.stages} aria-label={t("page.stages")}>
        {STAGES.map((stage) => {
          const standing = standingOf(stage, present.stage);
          return (
            <li key={stage} className={classes.stage} data-standing={standing} aria-current={standing === "now" ? "step" : undefined}>
              <span className={classes.dot}>{standing === "done" && <IconCheck size={14} stroke={2.4} aria-hidden />}</span>
              <span>{t(`stage.${stage}`)}</span>
              <VisuallyHidden>{t(`page.stage_${standing}`)}</VisuallyHidden>
            </li>
          );
        })}
      </ol>
    </>
  );
}
