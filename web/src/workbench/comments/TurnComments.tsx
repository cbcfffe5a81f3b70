import { UnstyledButton } from "@mantine/core";
import { IconMessage2 } from "@tabler/icons-react";
import { useContext } from "react";
import { useTranslation } from "react-i18next";

import { CommentDeskContext } from "./commentDesk";
import styles from "./Comments.module.css";

/** In the margin of a turn: how many open threads begin in it, and the way to them. */
export function TurnComments({ turn }: { turn: number }) {
  const { t } = useTranslation("comments");
  const desk = useContext(CommentDeskContext);
  const threads = desk?.byTurn.get(turn);
  const first = threads?.[0];
  if (!desk || !threads || !first) return null;
  return (
    <UnstyledButton
      className={styles.sign}
      aria-label={t("of_turn", { count: threads.length })}
      title={t("of_turn", { count: threads.length })}
      onClick={() => {
        const at = threads.findIndex((thread) => thread.id === desk.openId);
        desk.open((threads[at + 1] ?? first).id);
      }}
    >
      <IconMessage2 size={15} stroke={1.8} aria-hidden />
      {threads.length > 1 && threads.length}
    </UnstyledButton>
  );
}
