import { Button, Group, Select, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { IconFileSpreadsheet, IconSearch, IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { PersonOut } from "../../api";
import { Failure } from "../../ui/Failure";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import classes from "./People.module.css";
import { PersonDialog } from "./PersonDialog";
import { PersonRow } from "./PersonRow";
import { usePeople } from "./queries";
import { ROLES } from "./roles";
import { Teams } from "./Teams";

/** The administrator's page: who may do what. */
export function PeoplePage() {
  const { t } = useTranslation("people");
  const people = usePeople();
  const [open, setOpen] = useState<PersonOut | "new" | null>(null);
  return (
    <>
      <PageHead
        title={t("title")}
        lead={t("lead")}
        action={
          <Group gap="sm">
            <Button
              component={Link}
              to="/people/import"
              variant="default"
              leftSection={<IconFileSpreadsheet size={18} stroke={1.7} />}
            >
              {t("peopleimport:open")}
            </Button>
            <Button
              leftSection={<IconUserPlus size={18} stroke={1.7} />}
              onClick={() => {
                setOpen("new");
              }}
            >
              {t("add")}
            </Button>
          </Group>
        }
      />
      <div className={classes.columns}>
        <div>
          {people.isPending && <Skeleton height={320} radius="lg" />}
          {people.isError && !people.data && (
            <Failure
              problem={people.error}
              onRetry={() => {
                void people.refetch();
              }}
            />
          )}
          {people.data && <PeopleTable people={people.data} onEdit={setOpen} />}
        </div>
        <Teams people={people.data ?? []} />
      </div>
      {open !== null && (
        <PersonDialog
          key={open === "new" ? "new" : open.id}
          person={open === "new" ? null : open}
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

interface PeopleTableProps {
  people: PersonOut[];
  onEdit: (person: PersonOut) => void;
}

function PeopleTable({ people, onEdit }: PeopleTableProps) {
  const { t } = useTranslation("people");
  const [text, setText] = useState("");
  const [role, setRole] = useState<string | null>(null);
  const wanted = text.trim().toLowerCase();
  const shown = people.filter(
    (person) =>
      (role === null || person.role === role) &&
      (person.name.toLowerCase().includes(wanted) || person.email.toLowerCase().includes(wanted)),
  );
  return (
    <Stack gap="md">
      <div className={classes.filters}>
        <TextInput
          aria-label={t("search")}
          placeholder={t("search")}
          leftSection={<IconSearch size={16} stroke={1.7} />}
          type="search"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Select
          aria-label={t("role_filter")}
          placeholder={t("any_role")}
          data={ROLES.map((value) => ({ value, label: t(`common:role.${value}`) }))}
          value={role}
          onChange={setRole}
          clearable
          clearButtonProps={{ "aria-label": t("any_role") }}
        />
      </div>
      <div className={classes.sheet}>
        <table className={classes.table}>
          <caption className={look.unseen}>{t("title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("column.name")}</th>
              <th scope="col">{t("column.role")}</th>
              <th scope="col">{t("column.team")}</th>
              <th scope="col">{t("column.agent_code")}</th>
              <th scope="col">
                <span className={look.unseen}>{t("column.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((person) => (
              <PersonRow key={person.id} person={person} onEdit={onEdit} />
            ))}
          </tbody>
        </table>
        {shown.length === 0 && (
          <Text c="dimmed" ta="center" py="xl">
            {t("no_match")}
          </Text>
        )}
      </div>
    </Stack>
  );
}
