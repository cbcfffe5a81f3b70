import { Button, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { Problem } from "../../ui/Problem";
import { useChangePassword, useMe } from "./session";

const SHORTEST = 10;
const LONGEST = 200;

/** Another password of one's own: the one that holds today is asked for, and other sessions end. */
export function PasswordDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("session");
  const { person } = useMe();
  const change = useChangePassword();
  const [form, setForm] = useState({ current: "", password: "", again: "" });
  const put = (field: keyof typeof form) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setForm((before) => ({ ...before, [field]: value }));
  };
  const differs = form.again !== "" && form.again !== form.password;
  const whole = form.current !== "" && form.password.length >= SHORTEST && form.again === form.password;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!whole) return;
    change.mutate(
      { current: form.current, password: form.password },
      {
        onSuccess: () => {
          notifications.show({ message: t("password.changed") });
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("password.title")}
      attributes={{ header: { role: "none" } }}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {t("password.why")}
          </Text>
          {/* What keeps passwords has to know whose it is. */}
          <input type="email" autoComplete="username" value={person.email} readOnly hidden />
          <PasswordInput
            label={t("password.current")}
            autoComplete="current-password"
            maxLength={LONGEST}
            required
            data-autofocus
            value={form.current}
            onChange={put("current")}
          />
          <PasswordInput
            label={t("password.new")}
            description={t("setup.password_hint")}
            autoComplete="new-password"
            minLength={SHORTEST}
            maxLength={LONGEST}
            required
            value={form.password}
            onChange={put("password")}
          />
          <PasswordInput
            label={t("password.again")}
            autoComplete="new-password"
            maxLength={LONGEST}
            required
            error={differs ? t("password.differs") : undefined}
            value={form.again}
            onChange={put("again")}
          />
          {change.isError && <Problem problem={change.error} />}
          <Group>
            <Button type="submit" disabled={!whole} loading={change.isPending}>
              {t("password.submit")}
            </Button>
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
