import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";

import { ask, getSetup } from "../../api";
import { Problem } from "../../ui/Problem";
import { PublicFrame } from "./PublicFrame";
import { homeOf } from "./rights";
import { useFirstAdministrator, useSession } from "./session";

export function SetupPage() {
  const { t } = useTranslation("session");
  const session = useSession();
  const setup = useQuery({ queryKey: ["setup"], queryFn: () => ask(getSetup()) });
  if (session.data) return <Navigate to={homeOf(session.data.person.role)} replace />;
  if (setup.data?.needed === false) {
    return (
      <PublicFrame title={t("setup.over_title")}>
        <Stack>
          <Text>{t("setup.over")}</Text>
          <Button component={Link} to="/sign-in" variant="light">
            {t("setup.to_sign_in")}
          </Button>
        </Stack>
      </PublicFrame>
    );
  }
  return (
    <PublicFrame title={t("setup.title")} lead={t("setup.lead")}>
      <SetupForm />
    </PublicFrame>
  );
}

function SetupForm() {
  const { t } = useTranslation("session");
  const [parameters] = useSearchParams();
  const given = parameters.get("token") ?? "";
  const [form, setForm] = useState({ token: given, name: "", email: "", password: "" });
  const create = useFirstAdministrator();
  const put = (field: keyof typeof form) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setForm((before) => ({ ...before, [field]: value }));
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate({ ...form, token: form.token.trim(), email: form.email.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {given === "" && (
          <TextInput label={t("setup.token")} dir="ltr" required value={form.token} onChange={put("token")} />
        )}
        <TextInput label={t("setup.name")} autoComplete="name" required value={form.name} onChange={put("name")} />
        <TextInput
          label={t("setup.email")}
          type="email"
          autoComplete="username"
          dir="ltr"
          required
          value={form.email}
          onChange={put("email")}
        />
        <PasswordInput
          label={t("setup.password")}
          description={t("setup.password_hint")}
          autoComplete="new-password"
          minLength={10}
          required
          value={form.password}
          onChange={put("password")}
        />
        {create.isError && <Problem problem={create.error} />}
        <Button type="submit" loading={create.isPending} fullWidth>
          {t("setup.submit")}
        </Button>
      </Stack>
    </form>
  );
}
