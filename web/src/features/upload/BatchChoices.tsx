import { Group, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

import { useAgents } from "../calls/queries";
import type { BatchOptions } from "./send";

interface BatchChoicesProps {
  options: BatchOptions;
  onChange: (options: BatchOptions) => void;
}

const LANGUAGES = ["auto", "he", "en"] as const;
const CHANNELS = ["decide", "agent,customer", "customer,agent"] as const;

/** What holds for all files that are added from now on. */
export function BatchChoices({ options, onChange }: BatchChoicesProps) {
  const { t } = useTranslation("upload");
  const agents = useAgents();
  return (
    <Group component="section" aria-label={t("batch")} gap="md" mb="md" align="flex-end">
      <Select
        label={t("language")}
        data={LANGUAGES.map((value) => ({ value, label: t(`calls:language.${value}`) }))}
        value={options.language}
        allowDeselect={false}
        w={180}
        onChange={(value) => {
          if (value !== null) onChange({ ...options, language: value });
        }}
      />
      <Select
        label={t("agent")}
        placeholder={t("agent_any")}
        data={(agents.data ?? []).map((person) => ({ value: person.id, label: person.name }))}
        value={options.agentId}
        clearable
        clearButtonProps={{ "aria-label": t("common:cancel") }}
        searchable
        w={230}
        onChange={(agentId) => {
          onChange({ ...options, agentId });
        }}
      />
      <Select
        label={t("channels")}
        data={CHANNELS.map((value) => ({ value, label: t(`channels_options.${value}`) }))}
        value={options.channels}
        allowDeselect={false}
        w={220}
        onChange={(value) => {
          if (value !== null) onChange({ ...options, channels: value });
        }}
      />
    </Group>
  );
}
