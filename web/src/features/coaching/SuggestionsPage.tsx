import { Button, Group, Select, Skeleton, Text } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatNumber } from "../../ui/format";
import { useTeams } from "../people/queries";
import classes from "./Coaching.module.css";
import { CoachingFrame } from "./CoachingFrame";
import { useSuggestions } from "./queries";
import { SuggestionCard } from "./SuggestionCard";

const WEEKS = [2, 4, 6, 12] as const;
const USUAL_WEEKS = 6;
const AT_FIRST = 10;
const AT_MOST = 100;

/** Whom to coach on what, by what their calls show. What is asked for lives in the address. */
export function SuggestionsPage() {
  const { t, i18n } = useTranslation("coaching");
  const [address, setAddress] = useSearchParams();
  const weeks = WEEKS.find((one) => String(one) === address.get("weeks")) ?? USUAL_WEEKS;
  const teamId = address.get("team");
  const [limit, setLimit] = useState(AT_FIRST);
  const suggestions = useSuggestions({
    weeks,
    teamId,
    agentId: address.get("agent"),
    cohortId: address.get("cohort"),
    limit,
  });
  const found = suggestions.data;
  const change = (name: string, value: string | null) => {
    const next = new URLSearchParams(address);
    if (value === null) next.delete(name);
    else next.set(name, value);
    setAddress(next, { replace: true });
  };
  return (
    <CoachingFrame lead={t("lead")}>
      <Filters weeks={weeks} teamId={teamId} onChange={change} />
      {found && (
        <Text size="sm" c="dimmed" mt="sm">
          {t("ranking", { fewest: found.fewest })} {t("ground", { calls: formatNumber(found.calls, i18n.language) })}
          {found.hidden > 0 && ` ${t("hidden", { count: found.hidden })}`}
        </Text>
      )}
      {suggestions.isPending && <Skeleton height={220} radius="lg" mt="md" />}
      {suggestions.isError && !found && (
        <Failure
          problem={suggestions.error}
          onRetry={() => {
            void suggestions.refetch();
          }}
        />
      )}
      {found?.items.length === 0 && (
        <Empty
          icon={<IconSparkles size={48} stroke={1.3} />}
          title={t("empty.suggestions")}
          body={t("empty.suggestions_body", { fewest: found.fewest })}
        />
      )}
      <ul className={classes.cards}>
        {found?.items.map((one) => (
          <SuggestionCard key={`${one.agent.id} ${one.question.rubric_id} ${one.question.id}`} suggestion={one} />
        ))}
      </ul>
      {found?.items.length === limit && limit < AT_MOST && (
        <Button
          variant="default"
          mt="md"
          loading={suggestions.isFetching}
          onClick={() => {
            setLimit(Math.min(AT_MOST, limit + 2 * AT_FIRST));
          }}
        >
          {t("common:more")}
        </Button>
      )}
    </CoachingFrame>
  );
}

interface FiltersProps {
  weeks: number;
  teamId: string | null;
  onChange: (name: string, value: string | null) => void;
}

function Filters({ weeks, teamId, onChange }: FiltersProps) {
  const { t } = useTranslation("coaching");
  const teams = useTeams();
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={t("filter.weeks")}
        data={WEEKS.map((count) => ({ value: String(count), label: t("weeks", { count }) }))}
        value={String(weeks)}
        allowDeselect={false}
        w={210}
        onChange={(value) => {
          onChange("weeks", value);
        }}
      />
      <Select
        label={t("filter.team")}
        placeholder={t("common:all")}
        data={(teams.data ?? []).map((team) => ({ value: team.id, label: team.name }))}
        value={teamId}
        clearable
        clearButtonProps={{ "aria-label": t("filter.clear") }}
        w={220}
        onChange={(value) => {
          onChange("team", value);
        }}
      />
    </Group>
  );
}
