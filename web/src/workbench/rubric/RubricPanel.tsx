import { memo, type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import look from "../../ui/Look.module.css";
import { useTexts } from "../language";
import type { Evidence, Section } from "../types";
import { isSigned } from "./answers";
import { QuestionCard, type QuestionActs } from "./QuestionCard";
import styles from "./RubricPanel.module.css";
import { SummaryBox } from "./SummaryBox";
import type { Desk } from "./useDesk";

interface RubricPanelProps {
  desk: Desk;
  onPlay: (evidence: Evidence) => void;
  /** Scored blind: words go to the answers, and there is no agent to write to. */
  blind?: boolean;
}

/** The rubric: sections with their questions, and the reviewer's words at the end. */
export const RubricPanel = memo(function RubricPanel({ desk, onPlay, blind = false }: RubricPanelProps) {
  const { t } = useTranslation("workbench");
  const { evaluation } = desk.snapshot;
  const acts = useActs(desk, onPlay, blind);
  const { store } = desk;
  const onSummary = useCallback(
    (summary: string) => {
      store.change({ kind: "summary", summary });
    },
    [store],
  );
  const scroller = useRef<HTMLDivElement>(null);
  useLookAtFocus(scroller, desk.look);
  return (
    <section className={styles.panel} aria-labelledby="rubric-heading">
      <h2 className={look.unseen} id="rubric-heading">
        {t("rubric.title")}
      </h2>
      <div className={styles.scroll} ref={scroller} data-testid="rubric">
        {evaluation.sections.map((section) => (
          <SectionView key={section.id} section={section} desk={desk} acts={acts} />
        ))}
        {!blind && (
          <SummaryBox
            saved={evaluation.summary ?? ""}
            editable={desk.editable}
            onSave={onSummary}
          />
        )}
        {!blind && desk.editable && <Signing desk={desk} />}
      </div>
    </section>
  );
});

/** The same acts for as long as the panel stands: a question is drawn anew only when it is another. */
function useActs(desk: Desk, onPlay: (evidence: Evidence) => void, blind: boolean): QuestionActs {
  const latest = useRef({ desk, onPlay });
  useEffect(() => {
    latest.current = { desk, onPlay };
  });
  return useMemo(
    () => ({
      onPlay: (evidence) => {
        latest.current.onPlay(evidence);
      },
      onChoose: (question, answer) => {
        latest.current.desk.choose(question, answer);
      },
      onReason: (reason) => {
        latest.current.desk.giveReason(reason);
      },
      onCancel: () => {
        latest.current.desk.dropDraft();
      },
      onClear: (question) => {
        latest.current.desk.clear(question);
      },
      onNote: blind
        ? (question) => {
            latest.current.desk.note(question);
          }
        : undefined,
    }),
    [blind],
  );
}

/** What ending the review says of the answers that are still the machine's. */
function Signing({ desk }: { desk: Desk }) {
  const { t } = useTranslation("workbench");
  const count = desk.questions.filter((question) => isSigned(question, desk.snapshot.evaluation.trust)).length;
  if (count === 0) return null;
  return (
    <p className={styles.signing} id="signing">
      {t("decide.signing", { count })}
    </p>
  );
}

function SectionView({ section, desk, acts }: { section: Section; desk: Desk; acts: QuestionActs }) {
  const textIn = useTexts();
  return (
    <section className={styles.section}>
      <h3 className={styles.title} dir="auto">
        {textIn(section.title)}
      </h3>
      {section.questions.map((question) => (
        <QuestionCard
          key={question.id}
          question={question}
          number={desk.questions.findIndex((one) => one.id === question.id) + 1}
          focused={desk.focusedId === question.id}
          editable={desk.editable}
          drafted={desk.draft?.questionId === question.id ? desk.draft.answer : null}
          acts={acts}
        />
      ))}
    </section>
  );
}

/** Whatever part of a question has the focus, that question is the one that keys answer. */
function useLookAtFocus(scrollerRef: RefObject<HTMLElement | null>, look: (id: string) => void): void {
  useEffect(() => {
    const scroller = scrollerRef.current;
    if (!scroller) return;
    const onFocus = (event: FocusEvent): void => {
      const card = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-question]") : null;
      if (card?.dataset.question) look(card.dataset.question);
    };
    scroller.addEventListener("focusin", onFocus);
    return () => {
      scroller.removeEventListener("focusin", onFocus);
    };
  }, [scrollerRef, look]);
}
