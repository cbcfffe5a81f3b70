import { Button, Group, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { PersonOut } from "../../api";
import { Problem } from "../../ui/Problem";
import classes from "./People.module.css";
import { useCreateTeam, useTeams } from "./queries";

/** The teams, how many people each has, and a line to add one. */
export function Teams({ people }: { people: PersonOut[] }) {
  const { t } = useTranslation("people");
  const teams = useTeams();
  return (
    <section className={classes.teams} aria-labelledby="teams">
      <Title order={2} size="h4" id="teams">
        {t("teams.title")}
      </Title>
      {teams.isPending && <Skeleton height={90} />}
      {teams.isError && <Problem problem={teams.error} />}
      {teams.data?.length === 0 && <Text c="dimmed">{t("teams.empty")}</Text>}
      <ul className={classes.teamList}>
        {teams.data?.map((team) => (
          <li key={team.id}>
            <bdi>{team.name}</bdi>
            <Text span size="sm" c="dimmed">
              {t("teams.members", { count: people.filter((person) => person.team?.id === team.id).length })}
            </Text>
          </li>
        ))}
      </ul>
      <NewTeam />
    </section>
  );
}

function NewTeam() {
  const { t } = useTranslation("people");
  const [name, setName] = useState("");
  const create = useCreateTeam();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate(name.trim(), {
      onSuccess: () => {
        setName("");
      },
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          label={t("teams.name")}
          required
          maxLength={120}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        {create.isError && <Problem problem={create.error} />}
        <Group>
          <Button
            type="submit"
            variant="light"
            loading={create.isPending}
            leftSection={<IconPlus size={16} stroke={1.8} />}
          >
            {t("teams.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
