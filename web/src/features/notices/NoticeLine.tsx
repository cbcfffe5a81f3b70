import { ActionIcon, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { NoticeOut } from "../../api";
import { localeOf } from "../../i18n";
import { KindIcon } from "./KindIcon";
import classes from "./Notices.module.css";
import { useRead } from "./queries";
import { useSentence } from "./words";

/** A notice, or many of one kind and day that open into each of them. */
export function NoticeLine({ notices }: { notices: NoticeOut[] }) {
  const { t } = useTranslation("notices");
  const sentence = useSentence();
  const read = useRead();
  const first = notices[0];
  if (first === undefined) return null;
  const unread = first.read_at === null;
  const said = sentence(first, notices.length);
  return (
    <li className={classes.notice} data-unread={unread || undefined}>
      <KindIcon kind={first.kind} />
      <div className={classes.said}>
        {notices.length === 1 ? (
          <One notice={first} />
        ) : (
          <details>
            <summary>{said}</summary>
            <ul className={classes.many}>
              {notices.map((notice) => (
                <li key={notice.id}>
                  <One notice={notice} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {unread && (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`${t("read")}: ${said}`}
          title={t("read")}
          onClick={() => {
            read.mutate({ ids: notices.map((notice) => notice.id).slice(0, MOST_AT_ONCE) });
          }}
        >
          <IconCheck size={18} stroke={1.8} />
        </ActionIcon>
      )}
    </li>
  );
}

/** As many as the server takes at once. */
const MOST_AT_ONCE = 200;

function One({ notice }: { notice: NoticeOut }) {
  const { t, i18n } = useTranslation("notices");
  const sentence = useSentence();
  const read = useRead();
  const said = sentence(notice);
  const time = new Intl.DateTimeFormat(localeOf(i18n.language), { timeStyle: "short" }).format(
    new Date(notice.told_at),
  );
  return (
    <>
      {notice.page === null ? (
        <span>{said}</span>
      ) : (
        <Link
          to={`/${notice.page}`}
          onClick={() => {
            if (notice.read_at === null) read.mutate({ ids: [notice.id] });
          }}
        >
          {said}
        </Link>
      )}
      <Text size="sm" c="dimmed">
        <time dateTime={notice.told_at}>{time}</time>
        {notice.read_at === null && <span> · {t("unread")}</span>}
      </Text>
    </>
  );
}
