import { Button, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { FirstPassword } from "../../api";
import look from "../../ui/Look.module.css";
import classes from "./People.module.css";

/** Passwords that are shown this once: to be written down, or kept as a file. */
export function FirstPasswords({ passwords }: { passwords: FirstPassword[] }) {
  const { t } = useTranslation("peopleimport");
  const heading = useId();
  if (passwords.length === 0) return null;
  return (
    <section aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading}>
        {t("first.title")}
      </Title>
      <Text size="sm" mb="sm">
        {t("first.once")}
      </Text>
      <div className={classes.sheet}>
        <table className={classes.table}>
          <caption className={look.unseen}>{t("first.title")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("column.name")}</th>
              <th scope="col">{t("column.email")}</th>
              <th scope="col">{t("first.password")}</th>
            </tr>
          </thead>
          <tbody>
            {passwords.map((one) => (
              <tr key={one.email}>
                <td>
                  <bdi>{one.name}</bdi>
                </td>
                <td>
                  <bdi>{one.email}</bdi>
                </td>
                <td>
                  <code dir="ltr">{one.password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        mt="sm"
        variant="light"
        leftSection={<IconDownload size={16} stroke={1.7} />}
        onClick={() => {
          keep(asCsv(passwords));
        }}
      >
        {t("first.keep")}
      </Button>
    </section>
  );
}

/** A table for a spreadsheet; names that look like formulas were refused before they came here. */
export function asCsv(passwords: FirstPassword[]): string {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = passwords.map((one) => [one.name, one.email, one.password].map(cell).join(","));
  return `\uFEFF${["name,email,password", ...lines].join("\r\n")}\r\n`;
}

function keep(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = "first-passwords.csv";
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
