import { UnstyledButton } from "@mantine/core";
import { IconMessage2 } from "@tabler/icons-react";
import { useContext } from "react";
import { useTranslation } from "react-i18next";

import { CommentDeskContext } from "./commentDesk";
import styles from "./Comments.module.css";

/** Beside a question: what is said about it, or the way to say something. */
export function QuestionComments({ questionId }: { questionId: string }) {
  const { t } = useTranslation("comments");
  const desk = useContext(CommentDeskContext);
  if (!desk?.writable) return null;
  const threads = desk.threads.filter((thread) => thread.question_id === questionId && thread.resolved_at === null);
  const first = threads[0];
  return (
    <UnstyledButton
      className={styles.small}
      onClick={() => {
        if (first) desk.open(first.id);
        else desk.begin({ kind: "question", questionId });
      }}
    >
      <IconMessage2 size={15} stroke={1.7} aria-hidden />
      {first ? `${t("of_question")} · ${threads.length}` : t("add")}
    </UnstyledButton>
  );
}
