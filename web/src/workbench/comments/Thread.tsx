import { Button, Group, Text, UnstyledButton } from "@mantine/core";
import { IconCheck, IconEye, IconLock, IconPlayerPlay, IconRotate } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { CommentOut, ThreadOut } from "../../api";
import { formatDateTime } from "../../ui/format";
import { Dialog } from "../Dialog";
import { useWhere } from "../written/where";
import { CommentField } from "./CommentField";
import type { CommentDesk } from "./commentDesk";
import styles from "./Comments.module.css";
import { CommentText } from "./CommentText";

interface ThreadProps {
  thread: ThreadOut;
  desk: CommentDesk;
  /** The number of the question that the thread is about, and the way to it. */
  question?: { number: number; go: () => void } | undefined;
}

/** A conversation about one place: what was said, and what can be done with it. */
export function Thread({ thread, desk, question }: ThreadProps) {
  const { t } = useTranslation("comments");
  const item = useRef<HTMLLIElement>(null);
  const open = desk.openId === thread.id;
  const [replying, setReplying] = useState(false);
  const { at } = useWhere();
  useEffect(() => {
    if (open) item.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  const place =
    thread.start_ms === null
      ? question
        ? t("place.question", { number: question.number })
        : t("place.call")
      : at(thread.start_ms);
  return (
    <li className={styles.thread} ref={item} data-open={open || undefined}>
      <article aria-label={t("thread", { place })} aria-current={open || undefined}>
        <div className={styles.threadHead}>
          <Place thread={thread} desk={desk} question={question} place={place} />
          <Who thread={thread} desk={desk} />
        </div>
        <ul className={styles.comments}>
          {thread.comments.map((comment) => (
            <Entry key={comment.id} comment={comment} thread={thread} desk={desk} />
          ))}
        </ul>
        {thread.resolved_at !== null && thread.resolved_by_name !== null && (
          <Text size="sm" c="dimmed">
            {t("resolved_by", { name: `\u2068${thread.resolved_by_name}\u2069` })}
          </Text>
        )}
        {replying ? (
          <CommentField
            callId={desk.callId}
            label={t("reply_field")}
            calls={desk.writable}
            busy={desk.busy}
            onSend={(wish) => {
              desk.act({ do: "reply", threadId: thread.id, wish }, () => {
                setReplying(false);
              });
            }}
            onLeave={() => {
              setReplying(false);
            }}
          />
        ) : (
          <Acts
            thread={thread}
            desk={desk}
            onReply={() => {
              setReplying(true);
            }}
          />
        )}
      </article>
    </li>
  );
}

function Place({ thread, desk, question, place }: ThreadProps & { place: string }) {
  const { t } = useTranslation("comments");
  const { start_ms: start, end_ms: end } = thread;
  if (start === null && !question) return <span className={styles.place}>{place}</span>;
  return (
    <UnstyledButton
      className={styles.place}
      aria-label={start === null ? t("place.go_question", { number: question?.number }) : t("place.go", { time: place })}
      onClick={() => {
        desk.open(thread.id);
        if (start === null) question?.go();
        else desk.go({ start_ms: start, end_ms: end ?? start });
      }}
    >
      {start !== null && <IconPlayerPlay size={13} stroke={2} aria-hidden />}
      <bdi>{place}</bdi>
    </UnstyledButton>
  );
}

/** Who reads along, so that nobody writes to the agent unawares. */
function Who({ thread, desk }: Pick<ThreadProps, "thread" | "desk">) {
  const { t } = useTranslation("comments");
  if (!desk.writable) return null;
  const Icon = thread.shared_at === null ? IconLock : IconEye;
  return (
    <span className={styles.who} data-shared={thread.shared_at !== null || undefined}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {t(thread.shared_at === null ? "private" : "shared")}
    </span>
  );
}

function Entry({ comment, thread, desk }: { comment: CommentOut; thread: ThreadOut; desk: CommentDesk }) {
  const { t, i18n } = useTranslation("comments");
  const [editing, setEditing] = useState(false);
  const { text } = comment;
  return (
    <li className={styles.comment}>
      <p className={styles.head}>
        <strong>
          <bdi>{comment.person_name}</bdi>
        </strong>
        {comment.by_agent && desk.writable && <span className={styles.quiet}>{t("by_agent")}</span>}
        <time className={styles.quiet} dateTime={comment.written_at}>
          {formatDateTime(comment.written_at, i18n.language)}
        </time>
        {comment.edited_at !== null && text !== null && <span className={styles.quiet}>{t("edited")}</span>}
      </p>
      {text === null && <p className={styles.quiet}>{t("removed")}</p>}
      {text !== null && !editing && <CommentText text={text} names={comment.mentions.map(({ name }) => name)} />}
      {text !== null && editing && (
        <CommentField
          callId={desk.callId}
          label={t("field")}
          before={{ text, mentions: comment.mentions }}
          calls={desk.writable}
          busy={desk.busy}
          onSend={(wish) => {
            desk.act({ do: "edit", threadId: thread.id, commentId: comment.id, wish }, () => {
              setEditing(false);
            });
          }}
          onLeave={() => {
            setEditing(false);
          }}
        />
      )}
      {comment.mine && text !== null && !editing && (
        <Group gap={4}>
          <UnstyledButton
            className={styles.small}
            onClick={() => {
              setEditing(true);
            }}
          >
            {t("edit")}
          </UnstyledButton>
          <UnstyledButton
            className={styles.small}
            onClick={() => {
              desk.act({ do: "remove", threadId: thread.id, commentId: comment.id });
            }}
          >
            {t("remove")}
          </UnstyledButton>
        </Group>
      )}
    </li>
  );
}

function Acts({ thread, desk, onReply }: { thread: ThreadOut; desk: CommentDesk; onReply: () => void }) {
  const { t } = useTranslation("comments");
  const [sharing, setSharing] = useState(false);
  const resolved = thread.resolved_at !== null;
  const shared = thread.shared_at !== null;
  const close = () => {
    setSharing(false);
  };
  return (
    <Group gap="xs">
      <Button size="compact-sm" variant="light" onClick={onReply}>
        {t("reply")}
      </Button>
      {desk.writable && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={resolved ? <IconRotate size={14} stroke={1.8} /> : <IconCheck size={14} stroke={1.8} />}
          onClick={() => {
            desk.act({ do: "resolve", threadId: thread.id, resolved: !resolved });
          }}
        >
          {t(resolved ? "reopen" : "resolve")}
        </Button>
      )}
      {(desk.shareable || shared) && desk.writable && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          onClick={() => {
            if (shared) desk.act({ do: "share", threadId: thread.id, shared: false });
            else setSharing(true);
          }}
        >
          {t(shared ? "unshare" : "share")}
        </Button>
      )}
      <Dialog opened={sharing} onClose={close} title={t("share")}>
        <Text>{t("share_sure")}</Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {t("common:cancel")}
          </Button>
          <Button
            onClick={() => {
              desk.act({ do: "share", threadId: thread.id, shared: true });
              close();
            }}
          >
            {t("share")}
          </Button>
        </Group>
      </Dialog>
    </Group>
  );
}
