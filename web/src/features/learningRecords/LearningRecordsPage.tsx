import { Button, Group, Skeleton, Text } from "@mantine/core";
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
import { Receiver, RemoveReceiver, Told } from "../notices/Receiver";
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
    <Receiver
      url={store.url}
      off={store.paused}
      state={t(store.paused ? "state_paused" : "state_on")}
      label={t("store")}
    >
      <Text size="sm">
        {t(store.by_email ? "by_email" : "by_account")} <bdi>{store.home}</bdi>
      </Text>
      <Standing store={store} />
      <Actions store={store} onChange={onChange} />
      <Statements />
    </Receiver>
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
  return <Told sentences={told} />;
}

function Actions({ store, onChange }: { store: RecordStoreOut; onChange: () => void }) {
  const { t } = useTranslation("learningRecords");
  const tryOut = useTryStore();
  const pause = usePauseStore();
  const again = useSendAgain();
  const remove = useRemoveStore();
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
        <RemoveReceiver name={t("remove")} sure={t("remove_sure")} remove={remove} />
      </Group>
    </>
  );
}
