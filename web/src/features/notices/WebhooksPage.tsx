import { Button, CopyButton, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconCopy, IconPlus, IconWebhook } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { BackLink } from "../../ui/BackLink";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { Dialog } from "../../workbench/Dialog";
import { Endpoint } from "./Endpoint";
import { EndpointForm } from "./EndpointForm";
import classes from "./Notices.module.css";
import { useWebhooks } from "./queries";

/** Where other systems are told, for administrators. */
export function WebhooksPage() {
  const { t } = useTranslation("notices");
  const endpoints = useWebhooks();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const action = (
    <Button
      leftSection={<IconPlus size={18} stroke={1.7} />}
      onClick={() => {
        setAdding(true);
      }}
    >
      {t("webhooks.add")}
    </Button>
  );
  return (
    <>
      <BackLink to="/notices">{t("title")}</BackLink>
      <PageHead title={t("webhooks.title")} lead={t("webhooks.lead")} action={action} />
      <Text size="sm" c="dimmed" mb="md">
        {t("webhooks.standard")}
      </Text>
      {endpoints.isPending && <Skeleton height={200} radius="lg" />}
      {endpoints.isError && !endpoints.data && (
        <Failure
          problem={endpoints.error}
          onRetry={() => {
            void endpoints.refetch();
          }}
        />
      )}
      {endpoints.data?.length === 0 && (
        <Empty
          icon={<IconWebhook size={46} stroke={1.3} />}
          title={t("webhooks.empty_title")}
          body={t("webhooks.empty_body")}
          action={action}
        />
      )}
      {endpoints.data?.map((endpoint) => (
        <Endpoint key={endpoint.id} endpoint={endpoint} onSecret={setSecret} />
      ))}
      {adding && (
        <EndpointForm
          onClose={() => {
            setAdding(false);
          }}
          onSecret={setSecret}
        />
      )}
      <Secret
        secret={secret}
        onClose={() => {
          setSecret(null);
        }}
      />
    </>
  );
}

function Secret({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  const { t } = useTranslation("notices");
  return (
    <Dialog opened={secret !== null} onClose={onClose} title={t("webhooks.secret_title")}>
      <Stack>
        <Text>{t("webhooks.secret_body")}</Text>
        <code className={classes.secret}>{secret}</code>
        <Group justify="flex-end">
          <CopyButton value={secret ?? ""}>
            {({ copied, copy }) => (
              <Button leftSection={<IconCopy size={17} stroke={1.7} />} variant="light" onClick={copy}>
                {t(copied ? "webhooks.copied" : "webhooks.copy")}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t("common:close")}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
