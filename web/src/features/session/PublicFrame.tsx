import { Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Logo } from "../../ui/Logo";
import { useDocumentTitle } from "../../ui/PageHead";
import classes from "./PublicFrame.module.css";
import { LanguageSwitch, SchemeSwitch } from "./Switches";

interface PublicFrameProps {
  title: string;
  lead?: string;
  children: ReactNode;
}

/** The sheet of paper on which people sign in. */
export function PublicFrame({ title, lead, children }: PublicFrameProps) {
  const { t } = useTranslation();
  useDocumentTitle(title);
  return (
    <div className={classes.frame}>
      <header className={classes.tools}>
        <LanguageSwitch />
        <SchemeSwitch />
      </header>
      <main className={classes.main}>
        <Stack align="center" gap={6} mb="lg">
          <Logo size={52} />
          <Text fw={700} fz={30} lh={1.2}>
            {t("product")}
          </Text>
          <Text c="dimmed" ta="center">
            {t("tagline")}
          </Text>
        </Stack>
        <Paper className={classes.sheet} radius="lg" p="xl">
          <Title order={1} size="h3" mb={lead === undefined ? "md" : 4}>
            {title}
          </Title>
          {lead !== undefined && (
            <Text c="dimmed" mb="md">
              {lead}
            </Text>
          )}
          {children}
        </Paper>
      </main>
    </div>
  );
}
