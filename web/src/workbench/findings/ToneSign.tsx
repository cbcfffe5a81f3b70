import { Menu } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { memo, useContext, useState } from "react";
import { useTranslation } from "react-i18next";

import { inWords } from "../rubric/certainty";
import type { Correction, ToneLabel, ToneMark } from "../types";
import type { ToneWish } from "./findings";
import { ToneDeskContext } from "./toneDesk";
import { ToneFace } from "./ToneFace";
import styles from "./ToneSign.module.css";

const LABELS: readonly ToneLabel[] = ["positive", "neutral", "negative"];

/** The tone of one turn, a person's word before the machine's. Nothing where nobody said anything of it. */
export function ToneSign({ turn }: { turn: number }) {
  const desk = useContext(ToneDeskContext);
  const mark = desk?.marks.get(turn) ?? null;
  const correction = desk?.corrections.get(turn) ?? null;
  if (desk === null || (mark === null && correction === null)) return null;
  return <Sign turn={turn} mark={mark} correction={correction} onCorrect={desk.correct} />;
}

interface SignProps {
  turn: number;
  mark: ToneMark | null;
  correction: Correction | null;
  onCorrect: (wish: ToneWish) => void;
}

const Sign = memo(function Sign({ turn, mark, correction, onCorrect }: SignProps) {
  const { t } = useTranslation("workbench");
  const label = correction?.label ?? mark?.label ?? "neutral";
  const by = correction ? "person" : "machine";
  const said = useSaid(mark, correction);
  // A long call has hundreds of signs: the menu is made for the one that somebody opens, and stays for its focus.
  const [used, setUsed] = useState(false);
  const [opened, setOpened] = useState(false);
  const sign = (
    <button
      type="button"
      className={styles.sign}
      data-label={label}
      data-by={by}
      aria-haspopup="menu"
      aria-expanded={used ? undefined : false}
      aria-label={`${said} ${t("tone.correct")}`}
      title={said}
      onClick={
        used
          ? undefined
          : () => {
              setUsed(true);
              setOpened(true);
            }
      }
    >
      <ToneFace label={label} by={by} />
    </button>
  );
  if (!used) return sign;
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      shadow="sm"
      transitionProps={{ duration: 0 }}
      withInitialFocusPlaceholder={false}
      portalProps={{ target: landmark() }}
    >
      <Menu.Target>{sign}</Menu.Target>
      <Menu.Dropdown>
        {LABELS.map((one) => (
          <Menu.Item
            key={one}
            aria-current={one === label}
            data-autofocus={one === label || undefined}
            className={styles.choice}
            leftSection={<ToneFace label={one} by={one === correction?.label ? "person" : "machine"} />}
            onClick={() => {
              onCorrect({ turn, label: one });
            }}
          >
            {t(`tone.${one}`)}
          </Menu.Item>
        ))}
        {correction && (
          <Menu.Item
            leftSection={<IconArrowBackUp size={16} stroke={1.7} aria-hidden />}
            onClick={() => {
              onCorrect({ turn, label: null });
            }}
          >
            {t("tone.take_back")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
});

/** Menus open inside the page's main part, so that those who move by landmarks find them there. */
function landmark(): HTMLElement {
  return document.querySelector("main") ?? document.body;
}

/** Who says what of the turn's tone, in words. */
function useSaid(mark: ToneMark | null, correction: Correction | null): string {
  const { t } = useTranslation("workbench");
  const machine = mark
    ? t("tone.by_machine", {
        tone: t(`tone.${mark.label}`),
        certainty: t(`machine.certainty.${inWords(mark.probability)}`),
      })
    : "";
  if (correction === null) return machine;
  const tone = t(`tone.${correction.label}`);
  const name = correction.person_name;
  const person = name === "" ? t("tone.by_you", { tone }) : t("tone.by_person", { tone, name });
  return `${person} ${machine}`.trim();
}
