import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useSearchParams } from "react-router";

import { ask, getSetup } from "../../api";
import { Problem } from "../../ui/Problem";
import { PublicFrame } from "./PublicFrame";
import { homeOf } from "./rights";
import { safeReturn } from "./safeReturn";
import { useSession, useSignIn } from "./session";

export function SignInPage() {
  const { t } = useTranslation("session");
  const session = useSession();
  const [parameters] = useSearchParams();
  const setup = useQuery({ queryKey: ["setup"], queryFn: () => ask(getSetup()) });
  if (session.data) {
    return <Navigate to={safeReturn(parameters.get("to")) ?? homeOf(session.data.person.role)} replace />;
  }
  return (
    <PublicFrame title={t("sign_in.title")}>
      <Stack gap="md">
        {setup.data?.needed && (
          <Alert icon={<IconInfoCircle size={18} />} title={t("sign_in.setup_needed_title")}>
            {t("sign_in.setup_needed")}
          </Alert>
        )}
        <SignInForm />
        {setup.data?.demo && (
          <Alert variant="light" icon={<IconInfoCircle size={18} />} title={t("sign_in.demo_title")}>
            {t("sign_in.demo")}
          </Alert>
        )}
      </Stack>
    </PublicFrame>
  );
}

function SignInForm() {
  const { t } = useTranslation("session");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useSignIn();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    signIn.mutate({ email: email.trim(), password });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={t("sign_in.email")}
          type="email"
          name="email"
          autoComplete="username"
          dir="ltr"
          required
          value={email}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
          }}
        />
        <PasswordInput
          label={t("sign_in.password")}
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
        {signIn.isError && <Problem problem={signIn.error} />}
        <Button type="submit" loading={signIn.isPending} fullWidth>
          {t("sign_in.submit")}
        </Button>
      </Stack>
    </form>
  );
}
