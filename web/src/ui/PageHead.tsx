import { Group, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";

interface PageHeadProps {
  title: string;
  lead?: string;
  action?: ReactNode;
}

/** The heading of a page; the browser's tab says the same. */
export function PageHead({ title, lead, action }: PageHeadProps) {
  useDocumentTitle(title);
  return (
    <Group justify="space-between" align="flex-end" gap="md" mb="lg">
      <Stack gap={4} maw="44rem">
        <Title order={1} size="h2" fw={650}>
          {title}
        </Title>
        {lead !== undefined && <Text c="dimmed">{lead}</Text>}
      </Stack>
      {action}
    </Group>
  );
}

/** "Calls · Mashov" in the browser's tab. */
export function useDocumentTitle(title: string): void {
  const { t } = useTranslation();
  const product = t("product");
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
}
