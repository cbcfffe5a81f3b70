import { Badge, Group, Text, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { BookChangeOut } from "../../api";
import { useTexts } from "../../workbench/language";
import classes from "./Book.module.css";

/** What became of the book, entry by entry. */
export function Changes({ changes }: { changes: readonly BookChangeOut[] }) {
  const { t } = useTranslation("book");
  const textIn = useTexts();
  if (changes.length === 0) return <Text c="dimmed">{t("history.nothing")}</Text>;
  return (
    <ul className={classes.versions} style={{ gap: 0 }}>
      {changes.map((change) => (
        <li key={change.entry_id} className={classes.change}>
          <Group gap="xs">
            <Badge variant="outline" tt="none" fw={500} color="gray" c="var(--mantine-color-text)">
              {t(`change.${change.change}`)}
            </Badge>
            <Text fw={550}>
              <bdi>{textIn(change.title) || t("edit.untitled")}</bdi>
            </Text>
            <Text size="sm" c="dimmed">
              {t(`one.${change.kind}`)}
            </Text>
          </Group>
          {change.fields.map((field) => (
            <div key={`${field.field}-${field.language ?? ""}`} className={classes.field}>
              <Text size="sm" c="dimmed">
                {t(`field.${field.field}`)}
                {field.language !== null && ` · ${t(`language.${field.language}`)}`}
              </Text>
              {field.before
                .filter((told) => !field.after.includes(told))
                .map((told, place) => (
                  <del key={place} className={classes.before} style={{ display: "block" }} dir="auto">
                    <VisuallyHidden>{t("history.before")} </VisuallyHidden>
                    {told}
                  </del>
                ))}
              {field.after
                .filter((told) => !field.before.includes(told))
                .map((told, place) => (
                  <ins key={place} className={classes.after} style={{ display: "block" }} dir="auto">
                    <VisuallyHidden>{t("history.after")} </VisuallyHidden>
                    {told}
                  </ins>
                ))}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
