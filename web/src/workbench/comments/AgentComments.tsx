import { IconMessage2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { CommentDesk } from "./commentDesk";
import styles from "./Comments.module.css";
import { Thread } from "./Thread";

/** What was shared with the agent, to be read and answered. Nothing is shown where nothing was shared. */
export function AgentComments({ desk }: { desk: CommentDesk | null }) {
  const { t } = useTranslation("comments");
  if (!desk || desk.threads.length === 0) return null;
  return (
    <section className={styles.agent} aria-labelledby="agent-comments">
      <h2 className={styles.agentHeading} id="agent-comments">
        <IconMessage2 size={20} stroke={1.6} aria-hidden />
        {t("agent_title")}
      </h2>
      <p className={styles.quiet}>{t("agent_hint")}</p>
      <ul className={styles.threads}>
        {desk.threads.map((thread) => (
          <Thread key={thread.id} thread={thread} desk={desk} />
        ))}
      </ul>
    </section>
  );
}
