import { Group, Select, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";

import type { CallOut } from "../../api";
import { useProblemText } from "../../ui/problems";
import { useAgents, useChangeAgent } from "./queries";

/** Whose call it is. Feedback can only be sent once somebody is named; after it was sent, it stays theirs. */
export function AgentOfCall({ call }: { call: CallOut }) {
  const { t } = useTranslation("calls");
  const problemText = useProblemText();
  const agents = useAgents();
  const change = useChangeAgent();
  const told = call.evaluation !== null && call.evaluation.state !== "draft" && call.evaluation.state !== "submitted";
  if (told) return null;
  const choose = (agentId: string | null) => {
    if (agentId === null || agentId === call.agent?.id) return;
    change.mutate(
      { id: call.id, agentId },
      {
        onSuccess: ({ agent }) => {
          notifications.show({ message: t("agent_saved", { name: agent?.name ?? "" }) });
        },
      },
    );
  };
  return (
    <Group gap="xs" wrap="nowrap">
      {change.isError && (
        <Text size="sm" role="alert">
          {problemText(change.error)}
        </Text>
      )}
      <Text size="sm" c="dimmed" component="label" htmlFor="agent-of-call">
        {t("agent_of_call")}
      </Text>
      <Select
        id="agent-of-call"
        size="xs"
        w={190}
        placeholder={t("choose_agent")}
        data={(agents.data ?? []).map((person) => ({ value: person.id, label: person.name }))}
        value={change.isPending ? change.variables.agentId : (call.agent?.id ?? null)}
        allowDeselect={false}
        searchable
        onChange={choose}
      />
    </Group>
  );
}
