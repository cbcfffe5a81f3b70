import { Button, Stack, Text, Title } from "@mantine/core";
import { IconCloudOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useProblemText } from "./problems";

interface FailureProps {
  problem: unknown;
  onRetry?: () => void;
}

/** What a page shows in place of what it could not load: why, and one way on. */
export function Failure({ problem, onRetry }: FailureProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (
    <Stack align="center" gap="sm" py={64} role="alert">
      <IconCloudOff size={40} stroke={1.4} color="var(--mantine-color-dimmed)" aria-hidden />
      <Title order={2} size="h4">
        {t("failure.load")}
      </Title>
      <Text c="dimmed" ta="center" maw="32rem">
        {problemText(problem)}
      </Text>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </Stack>
  );
}
