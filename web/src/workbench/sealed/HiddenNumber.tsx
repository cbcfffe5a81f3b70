import { IconLock, IconLockOpen } from "@tabler/icons-react";
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

/** Digits run from left to right wherever they stand; a number that was spelt out runs as its words do. */
export function directionOf(number: string): "auto" | "ltr" {
  return LETTER.test(number) ? "auto" : "ltr";
}

/** What stands where a personal number was said: its kind; for those who may, the way to see it, and then the number. */
export function HiddenNumber({ kind, speaker, startMs }: HiddenNumberProps) {
  const { t } = useTranslation("workbench");
  const desk = useContext(SealedDeskContext);
  const name = t(`sealed.kind.${kind}`);
  const number = desk?.opened?.get(placeOf({ speaker, start_ms: startMs }));
  const said = `[${name}]`;
  if (!desk || (number === undefined && desk.opened !== null)) return <span className={styles.hidden}>{said}</span>;
  const opens = number === undefined ? t("sealed.reveal", { kind: name }) : t("sealed.open", { kind: name });
  return (
    <>
      {number !== undefined && (
        <>
          <bdi className={styles.number} dir={directionOf(number)} title={name}>
            {number}
          </bdi>{" "}
        </>
      )}
      {/* The same button before and after, so that the dialog gives the focus back to it. */}
      <button
        key="button"
        type="button"
        className={number === undefined ? styles.hidden : styles.open}
        title={opens}
        onClick={desk.ask}
      >
        {number === undefined ? (
          <>
            <IconLock size={13} stroke={1.8} aria-hidden />
            <span>{said}</span>
            <span className={styles.spoken}> {t("sealed.reveal_button")}</span>
          </>
        ) : (
          <>
            <IconLockOpen size={14} stroke={1.8} aria-hidden />
            <span className={styles.spoken}>{opens}</span>
          </>
        )}
      </button>
    </>
  );
}
