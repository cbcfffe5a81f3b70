import { Button, Group, Textarea } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { type KeyboardEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useNaming } from "../sealed/marks";
import { clock } from "../time";
import type { Turn } from "../types";
import { directionOf } from "./direction";
import styles from "./TurnWords.module.css";
import { type WordDesk, WordDeskContext } from "./wordDesk";

interface TurnWordsProps {
  turn: Turn;
  t: TFunction<"workbench">;
  children: ReactNode;
}

/** What was said in a turn, and the way to correct it for those who may. `children` are the words themselves. */
export function TurnWords({ turn, t, children }: TurnWordsProps) {
  const desk = useContext(WordDeskContext);
  const button = useRef<HTMLButtonElement>(null);
  const editing = desk?.editing === turn.index;
  const was = useRef(editing);
  useEffect(() => {
    // Whoever leaves the field goes on where they began, unless they went elsewhere by themselves.
    if (was.current && !editing && document.activeElement === document.body) button.current?.focus();
    was.current = editing;
  }, [editing]);
  const canEdit = desk !== null && desk.asked === null;
  return (
    <div className={styles.turn} data-editing={editing || undefined}>
      {/* The words stay in place while they are corrected: the lights on them are set from outside. */}
      <div className={styles.words} data-turn={turn.index} hidden={editing && desk.problem === null}>
        {children}
      </div>
      {editing && <Editor turn={turn} desk={desk} />}
      {!editing && canEdit && (
        <button
          ref={button}
          type="button"
          className={styles.correct}
          aria-label={t("words.correct", { name: t(`speaker.${turn.speaker}`), time: clock(turn.start_ms) })}
          title={t("words.correct_hint")}
          onClick={() => {
            desk.edit(turn.index);
          }}
        >
          <IconPencil size={15} stroke={1.7} aria-hidden />
        </button>
      )}
      {!editing && turn.corrected && <Corrected turn={turn} corrected={turn.corrected} compares={desk !== null} />}
    </div>
  );
}

interface CorrectedProps {
  turn: Turn;
  corrected: NonNullable<Turn["corrected"]>;
  /** Whether the machine's words can be looked at as well. */
  compares: boolean;
}

/** Who corrected the turn and, for those who ask, what the machine had made of it. */
function Corrected({ turn, corrected, compares }: CorrectedProps) {
  const { t } = useTranslation("workbench");
  const { named } = useNaming();
  const [opened, setOpened] = useState(false);
  const id = useId();
  const heard = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (opened) heard.current?.scrollIntoView({ block: "nearest" });
  }, [opened]);
  return (
    <div className={styles.corrected}>
      <span>
        {t("words.corrected_by")} <bdi>{corrected.person_name}</bdi>
      </span>
      {compares && (
        <>
          <span aria-hidden>·</span>
          <button
            type="button"
            className={styles.compare}
            aria-expanded={opened}
            aria-controls={id}
            onClick={() => {
              setOpened(!opened);
            }}
          >
            {t("words.heard")}
          </button>
        </>
      )}
      <p
        ref={heard}
        id={id}
        className={styles.heard}
        hidden={!opened}
        dir={directionOf(turn.language)}
        lang={turn.language ?? undefined}
      >
        {corrected.heard === "" ? t("words.heard_nothing") : named(corrected.heard)}
      </p>
    </div>
  );
}

function Editor({ turn, desk }: { turn: Turn; desk: WordDesk }) {
  const { t } = useTranslation("workbench");
  const field = useRef<HTMLTextAreaElement>(null);
  const { named, marked } = useNaming();
  const before = named(turn.text);
  const [text, setText] = useState(before);
  useEffect(() => {
    field.current?.focus();
  }, []);
  const changed = text.trim() !== before.trim();
  const empty = text.trim() === "" && changed;
  const save = (): void => {
    if (changed) desk.save(turn.index, marked(text));
    else desk.leave();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const saves = event.code === "Enter" && (event.ctrlKey || event.metaKey);
    if (!saves && event.code !== "Escape") return;
    // These keys mean something to the whole workbench as well.
    event.preventDefault();
    if (saves) save();
    else desk.leave();
  };
  return (
    <div className={styles.editor}>
      <Textarea
        autosize
        minRows={2}
        ref={field}
        aria-label={t("words.field", { name: t(`speaker.${turn.speaker}`), time: clock(turn.start_ms) })}
        value={text}
        disabled={desk.busy}
        error={desk.problem}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" loading={desk.busy} disabled={!changed} onClick={save}>
          {t(empty ? "words.save_empty" : "words.save")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={desk.leave}>
          {t("words.cancel")}
        </Button>
        <span className={styles.keys} role="status">
          {t(empty ? "words.empty_hint" : "words.keys")}
        </span>
      </Group>
    </div>
  );
}
