import { Button, Group } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useTexts } from "../language";
import type { Question } from "../types";
import styles from "./ConflictNotice.module.css";
import type { Change } from "./answers";
import type { EvaluationStore, Snapshot } from "./store";

/** Somebody else was here: what they changed, and what of one's own was therefore not written. */
export function ConflictNotice({ snapshot, store }: { snapshot: Snapshot; store: EvaluationStore }) {
  const { t } = useTranslation("workbench");
  const tell = useTelling(snapshot);
  const { conflict } = snapshot;
  if (!conflict) return null;
  const mine = conflict.setAside.length > 0;
  return (
    <div className={styles.notice} role="alert">
      <IconUsers size={20} stroke={1.6} aria-hidden />
      <div className={styles.body}>
        <strong>{t("conflict.title")}</strong>
        <ul className={styles.list}>
          {conflict.changedElsewhere.map((target) => (
            <li key={target}>{tell.theirs(target)}</li>
          ))}
        </ul>
        {mine && (
          <>
            <p>{t("conflict.set_aside")}</p>
            <ul className={styles.list}>
              {conflict.setAside.map((change) => (
                <li key={JSON.stringify(change)}>{tell.mine(change)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant={mine ? "light" : "filled"}
          onClick={() => {
            store.keepTheirs();
          }}
        >
          {t(mine ? "conflict.keep_theirs" : "conflict.understood")}
        </Button>
        {mine && (
          <Button
            size="compact-sm"
            onClick={() => {
              store.writeMine();
            }}
          >
            {t("conflict.write_mine")}
          </Button>
        )}
      </Group>
    </div>
  );
}

function useTelling(snapshot: Snapshot) {
  const { t } = useTranslation("workbench");
  const textIn = useTexts();
  const { evaluation } = snapshot;
  const questions = evaluation.sections.flatMap((section) => section.questions);
  const valueOf = (question: Question, optionId: string | null | undefined, notApplicable: boolean): string => {
    const option = question.options.find((one) => one.id === optionId);
    if (option) return textIn(option.label);
    return t(notApplicable ? "verdict.not_applicable" : "conflict.no_answer");
  };
  return {
    theirs(target: string): string {
      if (target === "summary") return t("conflict.summary");
      if (target === "state") return t("conflict.state", { state: t(`state.${evaluation.state}`) });
      const question = questions.find((one) => `question:${one.id}` === target);
      if (!question) return target;
      return t("conflict.answered", {
        name: question.answer?.person_name ?? t("conflict.someone"),
        question: textIn(question.text),
        value: valueOf(question, question.answer?.option_id, question.answer?.not_applicable ?? false),
      });
    },
    mine(change: Change): string {
      if (change.kind === "answer" || change.kind === "clear") {
        const question = questions.find((one) => one.id === change.questionId);
        if (!question) return change.questionId;
        const answer = change.kind === "answer" ? change.answer : null;
        return t("conflict.yours", {
          question: textIn(question.text),
          value: valueOf(question, answer?.option_id, answer?.not_applicable ?? false),
        });
      }
      return t(`conflict.your_${change.kind}`);
    },
  };
}
