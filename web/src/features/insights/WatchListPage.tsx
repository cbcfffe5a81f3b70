import { Badge, Button, Checkbox, Group, Modal, NativeSelect, Skeleton, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { IconEar, IconPlus } from "@tabler/icons-react";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { TopicIn, TopicOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { useProblemText } from "../../ui/problems";
import { useTexts } from "../../workbench/language";
import { keepsWatchList } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./Insights.module.css";
import { useWatchList, useWatchListChanges } from "./queries";

const KINDS = ["reason", "product", "competitor"] as const;

/** What is watched for in calls. Reviewers read it, trainers keep it. */
export function WatchListPage() {
  const { t } = useTranslation("insights");
  const { person } = useMe();
  const problemText = useProblemText();
  const list = useWatchList();
  const { begin } = useWatchListChanges();
  const [open, setOpen] = useState<TopicOut | "new" | null>(null);
  const keeps = keepsWatchList(person.role);
  const add = keeps && (
    <Button
      leftSection={<IconPlus size={18} stroke={1.7} />}
      onClick={() => {
        setOpen("new");
      }}
    >
      {t("watch.add")}
    </Button>
  );
  return (
    <>
      <BackLink to="/insights/topics">{t("watch.back")}</BackLink>
      <PageHead title={t("watch.title")} lead={t("watch.lead")} action={add} />
      {list.isPending && <Skeleton height={240} radius="lg" />}
      {list.isError && !list.data && (
        <Failure
          problem={list.error}
          onRetry={() => {
            void list.refetch();
          }}
        />
      )}
      {list.data?.length === 0 && (
        <Empty
          icon={<IconEar size={48} stroke={1.3} />}
          title={t("watch.empty.title")}
          body={t("watch.empty.body")}
          action={
            keeps && (
              <Button
                variant="light"
                loading={begin.isPending}
                onClick={() => {
                  begin.mutate();
                }}
              >
                {t("watch.begin")}
              </Button>
            )
          }
        />
      )}
      {begin.isError && <Text role="alert">{problemText(begin.error)}</Text>}
      <div className={classes.stack}>
        {KINDS.map((kind) => {
          const topics = (list.data ?? []).filter((topic) => topic.kind === kind);
          return topics.length > 0 && <Kind key={kind} kind={kind} topics={topics} onOpen={keeps ? setOpen : undefined} />;
        })}
      </div>
      <Modal
        opened={open !== null}
        onClose={() => {
          setOpen(null);
        }}
        title={open === "new" ? t("watch.add") : t("watch.change")}
        size="lg"
      >
        {open !== null && (
          <TopicForm
            topic={open === "new" ? null : open}
            onDone={() => {
              setOpen(null);
            }}
          />
        )}
      </Modal>
    </>
  );
}

interface KindProps {
  kind: (typeof KINDS)[number];
  topics: readonly TopicOut[];
  onOpen: ((topic: TopicOut) => void) | undefined;
}

function Kind({ kind, topics, onOpen }: KindProps) {
  const { t } = useTranslation("insights");
  const textIn = useTexts();
  return (
    <section aria-labelledby={`kind-${kind}`}>
      <Title order={2} size="h4" id={`kind-${kind}`} mb="xs">
        {t(`topics.kind.${kind}`)}
      </Title>
      <ul className={classes.topics}>
        {topics.map((topic) => (
          <li key={topic.id} className={classes.topic}>
            <Group justify="space-between" gap="xs">
              <Text fw={600}>
                <bdi>{textIn(topic.name)}</bdi>
              </Text>
              {onOpen && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={t("watch.change_named", { name: textIn(topic.name) })}
                  onClick={() => {
                    onOpen(topic);
                  }}
                >
                  {t("watch.change")}
                </Button>
              )}
            </Group>
            {topic.self_service && (
              <Badge variant="outline" tt="none" fw={500}>
                {t("topics.can_self_serve")}
              </Badge>
            )}
            <ul className={classes.wordings}>
              {topic.wordings.map((wording) => (
                <li key={wording}>
                  <bdi>{wording}</bdi>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TopicForm({ topic, onDone }: { topic: TopicOut | null; onDone: () => void }) {
  const { t } = useTranslation("insights");
  const problemText = useProblemText();
  const { keep, remove } = useWatchListChanges();
  const [kind, setKind] = useState<(typeof KINDS)[number]>(topic?.kind ?? "reason");
  const [he, setHe] = useState(topic?.name.he ?? "");
  const [en, setEn] = useState(topic?.name.en ?? "");
  const [wordings, setWordings] = useState((topic?.wordings ?? []).join("\n"));
  const [selfService, setSelfService] = useState(topic?.self_service ?? false);
  const lines = wordings.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const problem = keep.error ?? remove.error;
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const wish: TopicIn = {
      kind,
      name: { he, en },
      wordings: lines,
      self_service: kind === "reason" && selfService,
    };
    keep.mutate({ topic, wish }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <NativeSelect
          label={t("watch.kind")}
          data={KINDS.map((value) => ({ value, label: t(`watch.kinds.${value}`) }))}
          value={kind}
          onChange={(event) => {
            setKind(KINDS.find((one) => one === event.currentTarget.value) ?? "reason");
          }}
        />
        <TextInput
          label={t("watch.name_he")}
          maxLength={80}
          required
          value={he}
          onChange={(event) => {
            setHe(event.currentTarget.value);
          }}
        />
        <TextInput
          label={t("watch.name_en")}
          maxLength={80}
          required
          value={en}
          onChange={(event) => {
            setEn(event.currentTarget.value);
          }}
        />
        <Textarea
          label={t("watch.wordings")}
          description={t("watch.wordings_hint")}
          rows={7}
          required
          value={wordings}
          onChange={(event) => {
            setWordings(event.currentTarget.value);
          }}
        />
        {kind === "reason" && (
          <Checkbox
            label={t("watch.self_service")}
            checked={selfService}
            onChange={(event) => {
              setSelfService(event.currentTarget.checked);
            }}
          />
        )}
        {problem !== null && <Text role="alert">{problemText(problem)}</Text>}
        <Group justify="space-between">
          <Button type="submit" loading={keep.isPending} disabled={lines.length === 0 || !he.trim() || !en.trim()}>
            {t("common:save")}
          </Button>
          {topic && (
            <Button
              variant="subtle"
              color="gray"
              loading={remove.isPending}
              onClick={() => {
                remove.mutate(topic, { onSuccess: onDone });
              }}
            >
              {t("watch.remove")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
