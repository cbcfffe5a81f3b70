import { Button, Checkbox, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { EndpointOut, Kind } from "../../api";
import { useProblemText } from "../../ui/problems";
import { Dialog } from "../../workbench/Dialog";
import { useAddWebhook, useChangeWebhook, useWebhookKinds } from "./queries";

const LONGEST_URL = 500;

interface EndpointFormProps {
  /** The address that changes; a new one without. */
  endpoint?: EndpointOut;
  onClose: () => void;
  onSecret?: (secret: string) => void;
}

export function EndpointForm({ endpoint, onClose, onSecret }: EndpointFormProps) {
  const { t } = useTranslation("notices");
  const problemText = useProblemText();
  const kinds = useWebhookKinds();
  const [url, setUrl] = useState(endpoint?.url ?? "https://");
  const [chosen, setChosen] = useState<string[]>(endpoint?.kinds ?? []);
  const add = useAddWebhook();
  const change = useChangeWebhook(endpoint?.id ?? "");
  const failed = add.error ?? change.error;
  const save = () => {
    const wish = { url: url.trim(), kinds: chosen as Kind[] };
    if (endpoint) change.mutate(wish, { onSuccess: onClose });
    else {
      add.mutate(wish, {
        onSuccess: (made) => {
          onClose();
          onSecret?.(made.secret);
        },
      });
    }
  };
  return (
    <Dialog opened onClose={onClose} title={t(endpoint ? "webhooks.change_kinds" : "webhooks.add")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack>
          <TextInput
            label={t("webhooks.url")}
            description={t("webhooks.url_hint")}
            type="url"
            dir="ltr"
            maxLength={LONGEST_URL}
            required
            value={url}
            error={failed ? problemText(failed) : undefined}
            onChange={(event) => {
              setUrl(event.currentTarget.value);
            }}
          />
          <Checkbox.Group label={t("webhooks.kinds")} value={chosen} onChange={setChosen}>
            <Stack gap={6} mt={6}>
              {kinds.data?.map(({ kind, type }) => (
                <Checkbox key={kind} value={kind} label={t(`kind.${kind}`)} description={<bdi>{type}</bdi>} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" disabled={chosen.length === 0} loading={add.isPending || change.isPending}>
              {t(endpoint ? "common:save" : "webhooks.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
