import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { EndpointOut } from "../../api";
import { formatDateTime } from "../../ui/format";
import { Problem } from "../../ui/Problem";
import { Deliveries } from "./Deliveries";
import { EndpointForm } from "./EndpointForm";
import { useChangeWebhook, useRemoveWebhook, useRotateWebhook, useTryWebhook } from "./queries";
import { Receiver, RemoveReceiver, Told } from "./Receiver";

interface EndpointProps {
  endpoint: EndpointOut;
  onSecret: (secret: string) => void;
}

/** One address: how it stands, what can be done with it, and what was sent to it. */
export function Endpoint({ endpoint, onSecret }: EndpointProps) {
  const { t } = useTranslation("notices");
  const [watched, setWatched] = useState(false);
  return (
    <Receiver
      url={endpoint.url}
      off={endpoint.disabled}
      state={t(endpoint.disabled ? "webhooks.state_off" : "webhooks.state_on")}
    >
      <Text size="sm">{endpoint.kinds.map((kind) => t(`kind.${kind}`)).join(" · ")}</Text>
      <Standing endpoint={endpoint} />
      <Actions
        endpoint={endpoint}
        onSecret={onSecret}
        onTried={() => {
          setWatched(true);
        }}
      />
      <details
        open={watched}
        onToggle={(event) => {
          setWatched(event.currentTarget.open);
        }}
      >
        <summary>{t("webhooks.deliveries")}</summary>
        {watched && <Deliveries endpointId={endpoint.id} />}
      </details>
    </Receiver>
  );
}

function Standing({ endpoint }: { endpoint: EndpointOut }) {
  const { t, i18n } = useTranslation("notices");
  const told: string[] = [];
  if (endpoint.disabled_because) told.push(t(`webhooks.because_${endpoint.disabled_because}`));
  else if (endpoint.failing_since) {
    told.push(t("webhooks.failing", { since: formatDateTime(endpoint.failing_since, i18n.language) }));
  }
  if (endpoint.waiting > 0) told.push(t("webhooks.waiting", { count: endpoint.waiting }));
  if (endpoint.rotating_until) {
    told.push(t("webhooks.rotating", { until: formatDateTime(endpoint.rotating_until, i18n.language) }));
  }
  return <Told sentences={told} />;
}

function Actions({ endpoint, onSecret, onTried }: EndpointProps & { onTried: () => void }) {
  const { t } = useTranslation("notices");
  const [changing, setChanging] = useState(false);
  const change = useChangeWebhook(endpoint.id);
  const rotate = useRotateWebhook(endpoint.id);
  const tryOut = useTryWebhook(endpoint.id);
  const remove = useRemoveWebhook(endpoint.id);
  const failed = change.error ?? rotate.error ?? tryOut.error;
  const open = () => {
    setChanging(true);
  };
  return (
    <>
      {failed && <Problem problem={failed} />}
      <Group gap="xs">
        <Button
          size="compact-md"
          variant="light"
          disabled={endpoint.disabled}
          loading={tryOut.isPending}
          onClick={() => {
            tryOut.mutate(undefined, {
              onSuccess: () => {
                notifications.show({ message: t("webhooks.tested") });
                onTried();
              },
            });
          }}
        >
          {t("webhooks.test")}
        </Button>
        <Button size="compact-md" variant="default" onClick={open}>
          {t("webhooks.change_kinds")}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          loading={rotate.isPending}
          onClick={() => {
            rotate.mutate(undefined, {
              onSuccess: (made) => {
                onSecret(made.secret);
              },
            });
          }}
        >
          {t("webhooks.rotate")}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          loading={change.isPending}
          onClick={() => {
            change.mutate({ disabled: !endpoint.disabled });
          }}
        >
          {t(endpoint.disabled ? "webhooks.enable" : "webhooks.disable")}
        </Button>
        <RemoveReceiver name={t("webhooks.remove")} sure={t("webhooks.remove_sure")} remove={remove} />
      </Group>
      {changing && (
        <EndpointForm
          endpoint={endpoint}
          onClose={() => {
            setChanging(false);
          }}
        />
      )}
    </>
  );
}
