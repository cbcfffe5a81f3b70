import { Badge, Button, Stack, Text } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { CallOut } from "../../api";
import { useProblemText } from "../../ui/problems";
import classes from "./CallList.module.css";
import { useRetry } from "./queries";

/** Where a call stands: on its way, failed and why, or how far people have come with it. */
export function CallStanding({ call }: { call: CallOut }) {
  const { t } = useTranslation("calls");
  if (call.state === "failed") return <Failed call={call} />;
  if (call.state !== "ready" || call.evaluation === null) {
    return (
      <Text size="sm" c="dimmed">
        {t(`state_of_one.${call.state}`)}
      </Text>
    );
  }
  const { evaluation } = call;
  const untouched = evaluation.state === "draft" && evaluation.machine_only;
  return (
    <Stack gap={4} align="flex-start">
      <Badge
        variant={untouched ? "outline" : "light"}
        tt="none"
        size="lg"
        fw={500}
        radius="sm"
      >
        {untouched ? t("evaluation.to_review") : t(`evaluation.${evaluation.state}`)}
      </Badge>
      {evaluation.unsure > 0 && evaluation.state === "draft" && (
        <Text size="sm" c="dimmed">
          {t("unsure", { count: evaluation.unsure })}
        </Text>
      )}
    </Stack>
  );
}

function Failed({ call }: { call: CallOut }) {
  const { t } = useTranslation("calls");
  const problemText = useProblemText();
  const retry = useRetry();
  const problem = call.problem;
  return (
    <Stack gap={6} align="flex-start" maw="20rem">
      <Text size="sm" fw={550}>
        {t("state_of_one.failed")}
      </Text>
      {problem !== null && (
        <Text size="sm" c="dimmed">
          {problemText(problem)}
          {problem.attempts > 1 && ` (${t("attempts", { count: problem.attempts })})`}
        </Text>
      )}
      {problem?.can_retry && (
        <Button
          className={classes.above}
          size="compact-sm"
          variant="light"
          leftSection={<IconRefresh size={14} stroke={1.8} />}
          loading={retry.isPending}
          onClick={() => {
            retry.mutate(call.id);
          }}
        >
          {t("retry")}
        </Button>
      )}
      {retry.isError && (
        <Text size="sm" role="alert">
          {problemText(retry.error)}
        </Text>
      )}
    </Stack>
  );
}
