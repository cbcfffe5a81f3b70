import { ActionIcon, Badge, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { PersonOut } from "../../api";
import { useMe } from "../session/session";
import classes from "./People.module.css";

interface PersonRowProps {
  person: PersonOut;
  onEdit: (person: PersonOut) => void;
}

export function PersonRow({ person, onEdit }: PersonRowProps) {
  const { t } = useTranslation("people");
  const me = useMe();
  return (
    <tr data-disabled={person.disabled || undefined}>
      <td>
        <Text fw={550}>
          <bdi>{person.name}</bdi>
        </Text>
        <Text size="sm" c="dimmed" className={classes.email}>
          <bdi>{person.email}</bdi>
        </Text>
        {person.disabled && (
          <Badge variant="outline" color="gray" tt="none" fw={500} radius="sm">
            {t("disabled")}
          </Badge>
        )}
        {person.id === me.person.id && (
          <Badge variant="light" tt="none" fw={500} radius="sm">
            {t("you")}
          </Badge>
        )}
      </td>
      <td>{t(`common:role.${person.role}`)}</td>
      <td>{person.team !== null && <bdi>{person.team.name}</bdi>}</td>
      <td>{person.agent_code !== null && <bdi>{person.agent_code}</bdi>}</td>
      <td>
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t("edit", { name: person.name })}
          onClick={() => {
            onEdit(person);
          }}
        >
          <IconPencil size={18} stroke={1.6} />
        </ActionIcon>
      </td>
    </tr>
  );
}
