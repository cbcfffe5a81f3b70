import { Text } from "@mantine/core";
import { IconAlertCircle, IconCheck, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { BookEntryOut, BookFinding } from "../../api";
import { isolated } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import classes from "./Book.module.css";

interface FindingsProps {
  findings: readonly BookFinding[];
  /** To call entries by their names. */
  entries: readonly BookEntryOut[];
}

/** What the linter says, and of which place. */
export function Findings({ findings, entries }: FindingsProps) {
  const { t } = useTranslation("book");
  const textIn = useTexts();
  if (findings.length === 0) {
    return (
      <Text size="sm" role="status">
        <IconCheck size={17} stroke={2} aria-hidden style={{ verticalAlign: "text-bottom" }} /> {t("lint.sound")}
      </Text>
    );
  }
  const named = (id: string | null | undefined) => {
    const entry = entries.find((one) => one.id === id);
    return isolated(entry ? textIn(entry.title) : (id ?? ""));
  };
  return (
    <ul className={classes.findings}>
      {findings.map((finding, place) => (
        <li key={place} data-severity={finding.severity}>
          {finding.severity === "error" ? (
            <IconAlertCircle size={17} stroke={1.8} aria-hidden />
          ) : (
            <IconInfoCircle size={17} stroke={1.8} aria-hidden />
          )}
          <span>
            <Text span size="sm" c="dimmed">
              {t(`severity.${finding.severity}`)} · {t(`field.${finding.field}`)}
              {finding.language != null && ` · ${t(`language.${finding.language}`)}`}
              {finding.line != null && ` · ${t("lint.line", { number: finding.line + 1 })}`}
            </Text>
            <br />
            {t(`lint.${finding.code}`, { about: isolated(finding.about ?? ""), other: named(finding.other) })}
          </span>
        </li>
      ))}
    </ul>
  );
}
