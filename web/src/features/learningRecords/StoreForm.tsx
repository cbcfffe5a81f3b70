import { Button, Checkbox, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecordStoreOut } from "../../api";
import { useProblemText } from "../../ui/problems";
import { Dialog } from "../../workbench/Dialog";
import { useNameStore } from "./queries";

interface StoreFormProps {
  /** The store that changes; a new one without. */
  store: RecordStoreOut | null;
  onClose: () => void;
}

export function StoreForm({ store, onClose }: StoreFormProps) {
  const { t } = useTranslation("learningRecords");
  const problemText = useProblemText();
  const [url, setUrl] = useState(store?.url ?? "https://");
  const [userName, setUserName] = useState(store?.user_name ?? "");
  const [secret, setSecret] = useState("");
  const [byEmail, setByEmail] = useState(store?.by_email ?? false);
  const save = useNameStore();
  const same = store !== null && store.url === url.trim() && store.user_name === userName.trim();
  return (
    <Dialog opened onClose={onClose} title={t(store ? "change" : "name")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const wish = { url: url.trim(), user_name: userName.trim(), by_email: byEmail };
          save.mutate(secret === "" ? wish : { ...wish, secret }, { onSuccess: onClose });
        }}
      >
        <Stack>
          <TextInput
            label={t("url")}
            description={t("url_hint")}
            type="url"
            dir="ltr"
            maxLength={500}
            required
            value={url}
            error={save.error ? problemText(save.error) : undefined}
            onChange={(event) => {
              setUrl(event.currentTarget.value);
            }}
          />
          <TextInput
            label={t("user_name")}
            dir="ltr"
            maxLength={200}
            required
            autoComplete="off"
            value={userName}
            onChange={(event) => {
              setUserName(event.currentTarget.value);
            }}
          />
          <PasswordInput
            label={t("secret")}
            description={t(same ? "secret_kept" : "secret_hint")}
            dir="ltr"
            maxLength={500}
            required={!same}
            autoComplete="new-password"
            value={secret}
            onChange={(event) => {
              setSecret(event.currentTarget.value);
            }}
          />
          <Checkbox
            label={t("email")}
            description={t("email_hint")}
            checked={byEmail}
            onChange={(event) => {
              setByEmail(event.currentTarget.checked);
            }}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("common:save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
