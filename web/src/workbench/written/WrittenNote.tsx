import { ActionIcon } from "@mantine/core";
import { IconKeyboard, IconMail, IconMessages } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Medium } from "../../api";
import styles from "./WrittenNote.module.css";

interface WrittenNoteProps {
  medium: Medium | undefined;
  onHelp?: () => void;
}

/** What stands where a call has its sound: that there is none, and what that means for the review. */
export function WrittenNote({ medium, onHelp }: WrittenNoteProps) {
  const { t } = useTranslation("written");
  const Icon = medium === "mail" ? IconMail : IconMessages;
  return (
    <section className={styles.note} aria-label={t("label")}>
      <Icon size={22} stroke={1.5} aria-hidden />
      <p className={styles.text}>
        <strong>{t(medium === "mail" ? "mail" : "chat")}</strong> {t("no_sound")}
      </p>
      {onHelp && (
        <ActionIcon variant="subtle" color="gray" aria-label={t("keys")} onClick={onHelp}>
          <IconKeyboard size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      )}
    </section>
  );
}
