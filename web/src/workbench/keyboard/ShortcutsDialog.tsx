import { Switch } from "@mantine/core";
import { memo, Fragment } from "react";
import { useTranslation } from "react-i18next";

import { Dialog } from "../Dialog";
import { SHORTCUT_GROUPS, type ShortcutLine } from "./shortcuts";
import styles from "./ShortcutsDialog.module.css";

interface ShortcutsDialogProps {
  opened: boolean;
  onClose: () => void;
  singleKeys: boolean;
  onSingleKeys: (on: boolean) => void;
}

export const ShortcutsDialog = memo(function ShortcutsDialog({ opened, onClose, singleKeys, onSingleKeys }: ShortcutsDialogProps) {
  const { t } = useTranslation("workbench");
  return (
    <Dialog opened={opened} onClose={onClose} title={t("shortcuts.title")} size="46rem">
      <div className={styles.groups}>
        {SHORTCUT_GROUPS.map((group) => (
          <section key={group.name}>
            <h3 className={styles.heading}>{t(`shortcuts.${group.name}`)}</h3>
            <dl className={styles.list}>
              {group.lines.map((line) => (
                <Fragment key={line.name}>
                  <dt dir="ltr">
                    <Keys line={line} />
                  </dt>
                  <dd>{t(`shortcuts.of.${line.name}`)}</dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <Switch
        mt="lg"
        label={t("shortcuts.single_keys")}
        description={t("shortcuts.single_keys_hint")}
        checked={singleKeys}
        onChange={(event) => {
          onSingleKeys(event.currentTarget.checked);
        }}
      />
    </Dialog>
  );
});

function Keys({ line }: { line: ShortcutLine }) {
  return line.keys.map((combination, place) => (
    <span key={combination.join("+")} className={styles.combination}>
      {place > 0 && <span className={styles.or}>{line.name === "choose" ? "–" : "/"}</span>}
      {combination.map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  ));
}
