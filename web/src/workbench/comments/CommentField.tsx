import { Button, Combobox, Group, Text, Textarea, useCombobox } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { CommentIn, MentionOut } from "../../api";
import bench from "../Workbench.module.css";
import styles from "./Comments.module.css";
import { mentionTyped } from "./pins";
import { useMentionable } from "./queries";

const LONGEST = 4000;
const MOST_OFFERED = 8;

interface CommentFieldProps {
  callId: string;
  label: string;
  /** What stands there already, where a comment is worded anew. */
  before?: { text: string; mentions: readonly MentionOut[] };
  /** Whether people can be called by @; agents call nobody. */
  calls: boolean;
  busy: boolean;
  onSend: (wish: CommentIn) => void;
  onLeave: () => void;
}

/** Where a comment is written. It takes its own keys, so that none of them reaches the workbench. */
export function CommentField({ callId, label, before, calls, busy, onSend, onLeave }: CommentFieldProps) {
  const { t } = useTranslation("comments");
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(before?.text ?? "");
  const [caret, setCaret] = useState(0);
  const { offered, mentioned } = useMentions(callId, { calls, text, caret, known: before?.mentions ?? [] });
  const store = useCombobox();
  const looking = offered.length > 0;
  useEffect(() => {
    field.current?.focus();
  }, []);
  useEffect(() => {
    if (looking) {
      store.openDropdown();
      store.selectFirstOption();
    } else store.closeDropdown();
    // The store is new at every render; only what is offered opens or closes it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [looking, offered.length]);

  const send = (): void => {
    if (text.trim() !== "") onSend({ text: text.trim(), mentions: mentioned.map(({ id }) => id) });
  };
  const take = (name: string): void => {
    const typed = mentionTyped(text, caret);
    if (!typed) return;
    const next = `${text.slice(0, typed.from)}@${name} ${text.slice(caret)}`;
    const after = typed.from + name.length + 2;
    setText(next);
    setCaret(after);
    store.closeDropdown();
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(after, after);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const sends = event.code === "Enter" && (event.ctrlKey || event.metaKey);
    if (event.code === "Escape" && looking) {
      // The list closes; what is written stays.
      event.preventDefault();
      event.stopPropagation();
      setCaret(0);
      return;
    }
    if (!sends && event.code !== "Escape") return;
    event.preventDefault();
    if (sends) send();
    else onLeave();
  };
  return (
    <div className={styles.field}>
      <Combobox store={store} withinPortal={false} floatingStrategy="fixed" onOptionSubmit={take}>
        <Combobox.Target withKeyboardNavigation={looking} withAriaAttributes={looking} autoComplete="off">
          <Textarea
            ref={field}
            classNames={{ input: bench.field }}
            attributes={{ input: { dir: "auto" } }}
            aria-label={label}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={LONGEST}
            value={text}
            disabled={busy}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setCaret(event.currentTarget.selectionStart);
            }}
            onKeyDown={onKeyDown}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={!looking}>
          <Combobox.Options aria-label={t("mentions")}>
            {offered.map((person) => (
              <Combobox.Option key={person.id} value={person.name} className={styles.option}>
                <bdi>{person.name}</bdi>{" "}
                <Text span size="sm" c="dimmed">
                  {t(`common:role.${person.role}`)}
                </Text>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <Group gap="xs">
        <Button size="compact-sm" loading={busy} disabled={text.trim() === ""} onClick={send}>
          {t("send")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={onLeave}>
          {t("common:cancel")}
        </Button>
        <span className={styles.quiet}>{t(calls ? "field_hint" : "agent_field_hint")}</span>
      </Group>
    </div>
  );
}

interface Typing {
  calls: boolean;
  text: string;
  caret: number;
  known: readonly MentionOut[];
}

/** Who is offered after an @, and who is mentioned by what stands there now. */
function useMentions(callId: string, { calls, text, caret, known }: Typing) {
  const typed = calls ? mentionTyped(text, caret) : null;
  const asked = useMentionable(callId, calls && text.includes("@"));
  const people = [...(asked.data ?? []), ...known.filter((one) => !asked.data?.some(({ id }) => id === one.id))];
  const mentioned = people.filter((person) => text.includes(`@${person.name}`));
  const query = typed?.query.trim().toLowerCase() ?? null;
  const done = query !== null && mentioned.some((person) => query.startsWith(person.name.toLowerCase()));
  const offered =
    query === null || done
      ? []
      : people.filter((person) => person.name.toLowerCase().includes(query)).slice(0, MOST_OFFERED);
  return { offered, mentioned };
}
