import { IconLock } from "@tabler/icons-react";
import { useContext } from "react";
import { useTranslation } from "react-i18next";

import type { NumberKind, Speaker } from "../types";
import styles from "./HiddenNumber.module.css";
import { placeOf, SealedDeskContext } from "./sealedDesk";

interface HiddenNumberProps {
  kind: NumberKind;
  speaker: Speaker;
  startMs: number;
}

const LETTER = /\p{Letter}/u;

/** What stands where a personal number was said: its kind; for those who may, the way to see it, and then the number. */
export function HiddenNumber({ kind, speaker, startMs }: HiddenNumberProps) {
  const { t } = useTranslation("workbench");
  const desk = useContext(SealedDeskContext);
  const name = t(`sealed.kind.${kind}`);
  const number = desk?.opened?.get(placeOf({ speaker, start_ms: startMs }));
  if (number !== undefined) {
    return (
      <bdi className={styles.number} dir={LETTER.test(number) ? "auto" : "ltr"} title={name}>
        {number}
      </bdi>
    );
  }
  const said = `[${name}]`;
  if (desk?.opened !== null) return <span className={styles.hidden}>{said}</span>;
  return (
    <button type="button" className={styles.hidden} title={t("sealed.reveal", { kind: name })} onClick={desk.ask}>
      <IconLock size={13} stroke={1.8} aria-hidden />
      <span>{said}</span>
      <span className={styles.spoken}> {t("sealed.reveal_button")}</span>
    </button>
  );
}
