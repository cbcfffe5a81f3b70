import { Button, Group, Skeleton, Switch, Title } from "@mantine/core";
import { IconBell, IconChecks } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { NoticeOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate } from "../../ui/format";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { managesNotices } from "../session/rights";
import { useMe } from "../session/session";
import { byDays, dayBefore, localDate } from "./fold";
import { NoticeLine } from "./NoticeLine";
import classes from "./Notices.module.css";
import { useNotices, useRead } from "./queries";

/** Everything that one was told, by days. */
export function NoticesPage() {
  const { t } = useTranslation("notices");
  const { person } = useMe();
  const [parameters, setParameters] = useSearchParams();
  const unread = parameters.get("unread") === "1";
  const notices = useNotices(unread);
  const shown = notices.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        action={
          <Group gap="xs">
            <Button component={Link} to="/notices/choices" variant="default">
              {t("choices.title")}
            </Button>
            {managesNotices(person.role) && (
              <>
                <Button component={Link} to="/notices/webhooks" variant="default">
                  {t("webhooks.link")}
                </Button>
                <Button component={Link} to="/notices/learning-records" variant="default">
                  {t("learningRecords:link")}
                </Button>
              </>
            )}
          </Group>
        }
      />
      <Group justify="space-between" mb="md">
        <Switch
          label={t("unread_only")}
          checked={unread}
          onChange={(event) => {
            setParameters(event.currentTarget.checked ? { unread: "1" } : {}, { replace: true });
          }}
        />
        <ReadAll newest={shown?.[0]} />
      </Group>
      {notices.isPending && <Skeleton height={240} radius="lg" />}
      {notices.isError && !shown && (
        <Failure
          problem={notices.error}
          onRetry={() => {
            void notices.refetch();
          }}
        />
      )}
      {shown?.length === 0 && (
        <Empty
          icon={<IconBell size={46} stroke={1.3} />}
          title={t(unread ? "empty.unread_title" : "empty.title")}
          body={t(unread ? "empty.unread_body" : "empty.body")}
        />
      )}
      {shown && <Days notices={shown} />}
      {notices.hasNextPage && (
        <Button
          variant="default"
          mt="md"
          loading={notices.isFetchingNextPage}
          onClick={() => {
            void notices.fetchNextPage();
          }}
        >
          {t("common:more")}
        </Button>
      )}
    </>
  );
}

function ReadAll({ newest }: { newest: NoticeOut | undefined }) {
  const { t } = useTranslation("notices");
  const read = useRead();
  if (newest === undefined) return null;
  return (
    <>
      {read.isError && <Problem problem={read.error} />}
      <Button
        variant="subtle"
        leftSection={<IconChecks size={18} stroke={1.7} />}
        loading={read.isPending}
        onClick={() => {
          read.mutate({ through: newest.id });
        }}
      >
        {t("read_all")}
      </Button>
    </>
  );
}

function Days({ notices }: { notices: NoticeOut[] }) {
  const { t, i18n } = useTranslation("notices");
  const today = localDate(new Date());
  const yesterday = dayBefore(today);
  const named = (date: string) => {
    if (date === today) return t("today");
    return date === yesterday ? t("yesterday") : formatDate(`${date}T12:00`, i18n.language);
  };
  return byDays(notices).map((day) => (
    <section key={day.date} className={classes.day} aria-labelledby={`day-${day.date}`}>
      <Title order={2} size="h5" c="dimmed" fw={550} id={`day-${day.date}`}>
        {named(day.date)}
      </Title>
      <ul className={classes.sheet}>
        {day.lines.map((line) => (
          <NoticeLine key={line[0]?.id} notices={line} />
        ))}
      </ul>
    </section>
  ));
}
