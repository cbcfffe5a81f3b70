import { Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDatabaseShare } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecordStoreOut } from "../../api";
import { BackLink } from "../../ui/BackLink";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDateTime } from "../../ui/format";
import { PageHead } from "../../ui/PageHead";
import { Problem } from "../../ui/Problem";
import { Dialog } from "../../workbench/Dialog";
import classes from "../notices/Notices.module.css";
import { usePauseStore, useRecordStore, useRemoveStore, useSendAgain, useTryStore } from "./queries";
import { Statements } from "./Statements";
import { StoreForm } from "./StoreForm";

/** Where what people did to learn is told, for administrators. */
export function LearningRecordsPage() {
  const { t } = useTranslation("learningRecords");
  const standing = useRecordStore();
  const [naming, setNaming] = useState(false);
  const store = standing.data?.store ?? null;
  const name = () => {
    setNaming(true);
  };
  return (
    <>
      <BackLink to="/notices">{t("notices:title")}</BackLink>
      <PageHead title={t("title")} lead={t("lead")} />
      <Text size="sm" c="dimmed" mb="md">
        {t("standard")}
      </Text>
      {standing.isPending && <Skeleton height={180} radius="lg" />}
      {standing.isError && !standing.data && (
        <Failure
          problem={standing.error}
          onRetry={() => {
            void standing.refetch();
          }}
        />
      )}
      {standing.data && store === null && (
        <Empty
          icon={<IconDatabaseShare size={46} stroke={1.3} />}
          title={t("empty_title")}
          body={t("empty_body")}
          action={<Button onClick={name}>{t("name")}</Button>}
        />
      )}
      {store && <Store store={store} onChange={name} />}
      {naming && (
        <StoreForm
          store={store}
          onClose={() => {
            setNaming(false);
          }}
        />
      )}
    </>
  );
}

function Store({ store, onChange }: { store: RecordStoreOut; onChange: () => void }) {
  const { t } = useTranslation("learningRecords");
  return (
    <article className={classes.endpoint} aria-label={t("store")}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <bdi className={classes.url}>{store.url}</bdi>
        <Badge variant={store.paused ? "outline" : "light"} color={store.paused ? "gray" : undefined} tt="none">
          {t(store.paused ? "state_paused" : "state_on")}
        </Badge>
      </Group>
      <Text size="sm">
        {t(store.by_email ? "by_email" : "by_account")} <bdi>{store.home}</bdi>
      </Text>
      <Standing store={store} />
      <Actions store={store} onChange={onChange} />
      <Statements />
    </article>
  );
}

function Standing({ store }: { store: RecordStoreOut }) {
  const { t, i18n } = useTranslation("learningRecords");
  const when = (moment: string) => formatDateTime(moment, i18n.language);
  const told = [t("counts", { waiting: store.waiting, stored: store.stored, refused: store.refused })];
  if (store.sent_at) told.push(t("sent", { at: when(store.sent_at) }));
  if (store.problem) told.push(t(`problem.${store.problem}`, { status: store.status }));
  if (store.failing_since) told.push(t("failing", { since: when(store.failing_since) }));
  if (store.next_at) told.push(t("next", { at: when(store.next_at) }));
  if (store.paused_because) told.push(t("gave_up"));
  return (
    <Stack gap={2} role="status">
      {told.map((sentence) => (
        <Text key={sentence} size="sm" c="dimmed">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}

function Actions({ store, onChange }: { store: RecordStoreOut; onChange: () => void }) {
  const { t } = useTranslation("learningRecords");
  const [removing, setRemoving] = useState(false);
  const tryOut = useTryStore();
  const pause = usePauseStore();
  const again = useSendAgain();
  const failed = tryOut.error ?? pause.error ?? again.error;
  return (
    <>
      {failed && <Problem problem={failed} />}
      <Group gap="xs">
        <Button
          size="compact-md"
          variant="light"
          disabled={store.paused}
          loading={tryOut.isPending}
          onClick={() => {
            tryOut.mutate(undefined, {
              onSuccess: () => {
                notifications.show({ message: t("tested") });
              },
            });
          }}
        >
          {t("test")}
        </Button>
        <Button size="compact-md" variant="default" onClick={onChange}>
          {t("change")}
        </Button>
        {store.refused > 0 && (
          <Button
            size="compact-md"
            variant="default"
            loading={again.isPending}
            onClick={() => {
              again.mutate(undefined);
            }}
          >
            {t("again")}
          </Button>
        )}
        <Button
          size="compact-md"
          variant="default"
          loading={pause.isPending}
          onClick={() => {
            pause.mutate(!store.paused);
          }}
        >
          {t(store.paused ? "resume" : "pause")}
        </Button>
        <Button
          size="compact-md"
          variant="subtle"
          color="gray"
          onClick={() => {
            setRemoving(true);
          }}
        >
          {t("remove")}
        </Button>
      </Group>
      <Removing
        opened={removing}
        onClose={() => {
          setRemoving(false);
        }}
      />
    </>
  );
}

function Removing({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("learningRecords");
  const remove = useRemoveStore();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("remove")}>
      <Text>{t("remove_sure")}</Text>
      {remove.isError && <Problem problem={remove.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t("common:cancel")}
        </Button>
        <Button
          loading={remove.isPending}
          onClick={() => {
            remove.mutate(undefined, { onSuccess: onClose });
          }}
        >
          {t("remove")}
        </Button>
      </Group>
    </Dialog>
  );
}
