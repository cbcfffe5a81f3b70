import { Button, Group, Modal, PasswordInput, Select, Stack, Switch, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { NewPerson, PersonChange, PersonOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { useMe } from "../session/session";
import { suggestPassword } from "./password";
import { useChangePerson, useCreatePerson, useTeams } from "./queries";
import { type Role, ROLES } from "./roles";

interface PersonDialogProps {
  /** Null to add somebody new. */
  person: PersonOut | null;
  onClose: () => void;
}

interface Form {
  name: string;
  email: string;
  role: Role;
  teamId: string | null;
  agentCode: string;
  language: "he" | "en";
  password: string;
  disabled: boolean;
}

function formOf(person: PersonOut | null): Form {
  return {
    name: person?.name ?? "",
    email: person?.email ?? "",
    role: person?.role ?? "agent",
    teamId: person?.team?.id ?? null,
    agentCode: person?.agent_code ?? "",
    language: person?.interface_language ?? "he",
    password: "",
    disabled: person?.disabled ?? false,
  };
}

function newPersonOf(form: Form): NewPerson {
  return {
    name: form.name.trim(),
    email: form.email.trim(),
    role: form.role,
    password: form.password,
    team_id: form.teamId,
    agent_code: form.agentCode.trim() === "" ? null : form.agentCode.trim(),
    interface_language: form.language,
  };
}

/** Only what is different now; the server leaves alone what is not named. */
export function changeOf(person: PersonOut, form: Form): PersonChange {
  const change: PersonChange = {};
  const agentCode = form.agentCode.trim() === "" ? null : form.agentCode.trim();
  if (form.name.trim() !== person.name) change.name = form.name.trim();
  if (form.role !== person.role) change.role = form.role;
  if (form.teamId !== (person.team?.id ?? null)) change.team_id = form.teamId;
  if (agentCode !== person.agent_code) change.agent_code = agentCode;
  if (form.password !== "") change.password = form.password;
  if (form.disabled !== person.disabled) change.disabled = form.disabled;
  return change;
}

export function PersonDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useTranslation("people");
  const [form, setForm] = useState(() => formOf(person));
  const create = useCreatePerson();
  const save = useChangePerson();
  const act = person === null ? create : save;

  const put = <Field extends keyof Form>(field: Field, value: Form[Field]) => {
    setForm((before) => ({ ...before, [field]: value }));
  };
  const finish = (message: string) => () => {
    notifications.show({ message });
    onClose();
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (person === null) {
      create.mutate(newPersonOf(form), { onSuccess: finish(t("form.created", { name: form.name.trim() })) });
    } else {
      save.mutate({ id: person.id, change: changeOf(person, form) }, { onSuccess: finish(t("form.saved")) });
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      title={person === null ? t("form.new_title") : t("form.edit_title", { name: person.name })}
      size="lg"
      centered
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <Identity form={form} put={put} isNew={person === null} />
          <Work form={form} put={put} />
          <Access form={form} put={put} person={person} />
          {act.isError && <Problem problem={act.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common:cancel")}
            </Button>
            <Button type="submit" loading={act.isPending}>
              {person === null ? t("form.create") : t("form.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface PartProps {
  form: Form;
  put: <Field extends keyof Form>(field: Field, value: Form[Field]) => void;
}

function Identity({ form, put, isNew }: PartProps & { isNew: boolean }) {
  const { t } = useTranslation("people");
  return (
    <Group grow align="flex-start">
      <TextInput
        label={t("form.name")}
        required
        maxLength={120}
        data-autofocus
        value={form.name}
        onChange={(event) => {
          put("name", event.currentTarget.value);
        }}
      />
      <TextInput
        label={t("form.email")}
        type="email"
        dir="ltr"
        required
        readOnly={!isNew}
        variant={isNew ? "default" : "filled"}
        value={form.email}
        onChange={(event) => {
          put("email", event.currentTarget.value);
        }}
      />
    </Group>
  );
}

function Work({ form, put }: PartProps) {
  const { t } = useTranslation("people");
  const teams = useTeams();
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label={t("form.role")}
          data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
          value={form.role}
          allowDeselect={false}
          onChange={(role) => {
            if (role !== null) put("role", role);
          }}
        />
        <Select
          label={t("form.team")}
          placeholder={t("form.no_team")}
          data={(teams.data ?? []).map((team) => ({ value: team.id, label: team.name }))}
          value={form.teamId}
          clearable
          clearButtonProps={{ "aria-label": t("form.no_team") }}
          onChange={(teamId) => {
            put("teamId", teamId);
          }}
        />
      </Group>
      {form.role === "agent" && (
        <TextInput
          label={t("form.agent_code")}
          description={t("form.agent_code_hint")}
          dir="ltr"
          maxLength={60}
          value={form.agentCode}
          onChange={(event) => {
            put("agentCode", event.currentTarget.value);
          }}
        />
      )}
    </>
  );
}

function Access({ form, put, person }: PartProps & { person: PersonOut | null }) {
  const { t } = useTranslation("people");
  const me = useMe();
  return (
    <>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <PasswordInput
          style={{ flex: 1 }}
          label={person === null ? t("form.password") : t("form.new_password")}
          description={person === null ? t("form.password_hint") : t("form.new_password_hint")}
          autoComplete="new-password"
          minLength={10}
          required={person === null}
          value={form.password}
          onChange={(event) => {
            put("password", event.currentTarget.value);
          }}
        />
        <Button
          variant="default"
          onClick={() => {
            put("password", suggestPassword());
          }}
        >
          {t("form.suggest_password")}
        </Button>
      </Group>
      {person === null ? (
        <Select
          label={t("form.language")}
          data={(["he", "en"] as const).map((value) => ({ value, label: t(`common:language.${value}`) }))}
          value={form.language}
          allowDeselect={false}
          onChange={(language) => {
            if (language !== null) put("language", language);
          }}
        />
      ) : (
        person.id !== me.person.id && (
          <Switch
            label={t("form.disabled")}
            description={t("form.disabled_hint")}
            checked={form.disabled}
            onChange={(event) => {
              put("disabled", event.currentTarget.checked);
            }}
          />
        )
      )}
    </>
  );
}
