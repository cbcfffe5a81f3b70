import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

interface EmptyProps {
  icon: ReactNode;
  title: string;
  body: string;
  /** The one thing to do here. */
  action?: ReactNode;
  /** 1 where this is all that the page says. */
  level?: 1 | 2;
}

/** A page with nothing on it yet. */
export function Empty({ icon, title, body, action, level = 2 }: EmptyProps) {
  return (
    <Stack align="center" gap="sm" py={72} px="md">
      <span aria-hidden style={{ color: "var(--mashov-accent)", lineHeight: 0 }}>
        {icon}
      </span>
      <Title order={level} size="h3" ta="center">
        {title}
      </Title>
      <Text c="dimmed" ta="center" maw="34rem">
        {body}
      </Text>
      {action}
    </Stack>
  );
}
