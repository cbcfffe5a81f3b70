import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconMessagePlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useTexts } from "../language";
import { useWhere } from "../written/where";
import type { Question } from "../types";
import { CommentField } from "./CommentField";
import type { CommentDesk } from "./commentDesk";
import styles from "./Comments.module.css";
import { type Pin, wishOf } from "./pins";
import { SelectionButton } from "./SelectionButton";
import { Thread } from "./Thread";

interface CommentsPanelProps {
  desk: CommentDesk;
  questions: readonly Question[];
  onQuestion: (id: string) => void;
}

/** From here on there is room for threads beside the questions without anybody asking for them. */
const TALL_PX = 900;

/** What those who review say to each other about this call. How much there is always shows; a thread opens with its place. */
export function CommentsPanel({ desk, questions, onQuestion }: CommentsPanelProps) {
  const { t } = useTranslation("comments");
  const open = desk.threads.filter((thread) => thread.resolved_at === null);
  const resolved = desk.threads.filter((thread) => thread.resolved_at !== null);
  // What somebody shows or hides by hand counts until a thread is asked for again.
  const [wanted, setWanted] = useState<{ since: number; shown: boolean } | null>(null);
  const [tall] = useState(() => window.innerHeight >= TALL_PX);
  const usual = desk.openId !== null || (tall && open.length > 0);
  const shown = desk.pin !== null || (wanted?.since === desk.looks ? wanted.shown : usual);
  const Chevron = shown ? IconChevronDown : IconChevronUp;
  const numbered = (id: string | null) => {
    const place = questions.findIndex((question) => question.id === id);
    if (id === null || place < 0) return undefined;
    return {
      number: place + 1,
      go: () => {
        onQuestion(id);
      },
    };
  };
  return (
    <section className={styles.panel} aria-labelledby="comments-heading">
      <div className={styles.panelHead}>
        <h2 className={styles.heading} id="comments-heading">
          {t("title")}
        </h2>
        <span className={styles.quiet}>{open.length === 0 ? t("none") : t("count", { count: open.length })}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconMessagePlus size={16} stroke={1.7} />}
          title={t("add_hint")}
          onMouseDown={keepSelection}
          onClick={() => {
            desk.begin();
          }}
        >
          {t("add")}
        </Button>
        {desk.threads.length > 0 && (
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={shown}
            onClick={() => {
              setWanted({ since: desk.looks, shown: !shown });
            }}
          >
            {t(shown ? "hide" : "show")}
            <Chevron size={16} aria-hidden />
          </button>
        )}
      </div>
      {shown && (
        <div className={styles.body}>
          {desk.pin && <Drafting key={JSON.stringify(desk.pin)} pin={desk.pin} desk={desk} questions={questions} />}
          <ul className={styles.threads}>
            {open.map((thread) => (
              <Thread key={thread.id} thread={thread} desk={desk} question={numbered(thread.question_id)} />
            ))}
          </ul>
          {resolved.length > 0 && (
            <details open={resolved.some((thread) => thread.id === desk.openId) || undefined}>
              <summary className={styles.summary}>{t("resolved", { count: resolved.length })}</summary>
              <ul className={styles.threads}>
                {resolved.map((thread) => (
                  <Thread key={thread.id} thread={thread} desk={desk} question={numbered(thread.question_id)} />
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      <SelectionButton desk={desk} />
    </section>
  );
}

/** Pressing a button would unmark the words that the comment is about. */
function keepSelection(event: { preventDefault: () => void }): void {
  event.preventDefault();
}

function Drafting({ pin, desk, questions }: { pin: Pin; desk: CommentDesk; questions: readonly Question[] }) {
  const said = usePinWords(questions)(pin);
  return (
    <div className={styles.drafting}>
      <p className={styles.pin}>{said}</p>
      <CommentField
        callId={desk.callId}
        label={said}
        calls
        busy={desk.busy}
        onSend={(wish) => {
          desk.act({ do: "begin", wish: { ...wishOf(pin), ...wish } }, desk.leave);
        }}
        onLeave={desk.leave}
      />
    </div>
  );
}

function usePinWords(questions: readonly Question[]): (pin: Pin) => string {
  const { t } = useTranslation("comments");
  const textIn = useTexts();
  const { at } = useWhere();
  const isolated = (text: string) => `\u2068${text}\u2069`;
  return (pin) => {
    switch (pin.kind) {
      case "words":
        return t("on.words", { words: isolated(pin.text) });
      case "question": {
        const question = questions.find((one) => one.id === pin.questionId);
        return t("on.question", { question: isolated(question ? textIn(question.text) : pin.questionId) });
      }
      case "time": {
        const [from, to] = [at(pin.span.start_ms), at(pin.span.end_ms)];
        return from === to ? t("on.moment", { time: from }) : t("on.span", { from, to });
      }
    }
  };
}
