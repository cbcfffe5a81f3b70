import { Badge, Button, Group, Skeleton, Text, Title } from "@mantine/core";
import { IconHeadset, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import type { ScenarioBrief } from "../../../api";
import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { formatNumber } from "../../../ui/format";
import { useProblemText } from "../../../ui/problems";
import { seesPractice, writesScenarios } from "../../session/rights";
import { useMe } from "../../session/session";
import { AttemptList } from "./AttemptList";
import classes from "./Scenarios.module.css";
import { useBegin, useScenarios, useStart } from "./queries";

/** Whole calls to practise. Agents practise them, trainers write them; both see what came of it, and nobody else does. */
export function ScenariosSection() {
  const { t } = useTranslation("scenarios");
  const { person } = useMe();
  const writes = writesScenarios(person.role);
  const scenarios = useScenarios();
  return (
    <section aria-labelledby="scenarios">
      <Group justify="space-between" align="flex-end" gap="md" mb="sm">
        <div className={classes.lead}>
          <Title order={2} size="h4" id="scenarios">
            {t("title")}
          </Title>
          <Text c="dimmed" size="sm">
            {t(writes ? "lead_trainer" : "lead")}
          </Text>
        </div>
        {writes && (
          <Button component={Link} to="/practice/scenarios/new" leftSection={<IconPlus size={18} stroke={1.7} />}>
            {t("write")}
          </Button>
        )}
      </Group>
      {scenarios.isPending && <Skeleton height={200} radius="lg" />}
      {scenarios.isError && !scenarios.data && (
        <Failure
          problem={scenarios.error}
          onRetry={() => {
            void scenarios.refetch();
          }}
        />
      )}
      {scenarios.data?.length === 0 && <Nothing writes={writes} />}
      {scenarios.data && scenarios.data.length > 0 && (
        <ul className={classes.cards}>
          {scenarios.data.map((scenario) => (
            <ScenarioCard key={scenario.id} scenario={scenario} writes={writes} />
          ))}
        </ul>
      )}
      {scenarios.data && writes && scenarios.data.length > 0 && <Shipped />}
      {(!writes || seesPractice(person.role)) && <AttemptList writes={writes} />}
    </section>
  );
}

function Nothing({ writes }: { writes: boolean }) {
  const { t } = useTranslation("scenarios");
  return (
    <Empty
      icon={<IconHeadset size={50} stroke={1.3} />}
      title={t("empty.title")}
      body={t(writes ? "empty.body_trainer" : "empty.body")}
      action={writes && <Shipped />}
    />
  );
}

/** Takes in what comes with Mashov; what is here already stays as it is. */
function Shipped() {
  const { t } = useTranslation("scenarios");
  const problemText = useProblemText();
  const begin = useBegin();
  return (
    <div className={classes.shipped}>
      <Button
        variant="subtle"
        loading={begin.isPending}
        onClick={() => {
          begin.mutate();
        }}
      >
        {t("begin")}
      </Button>
      {begin.isError && <Text role="alert">{problemText(begin.error)}</Text>}
    </div>
  );
}

function ScenarioCard({ scenario, writes }: { scenario: ScenarioBrief; writes: boolean }) {
  const { t, i18n } = useTranslation("scenarios");
  const problemText = useProblemText();
  const navigate = useNavigate();
  const start = useStart();
  return (
    <li className={classes.card}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Title order={3} size="h5" dir="auto">
          {scenario.title}
        </Title>
        <Badge variant="outline" tt="none" fw={500} className={classes.still}>
          {t(`language.${scenario.language}`)}
        </Badge>
      </Group>
      <Text size="sm" dir="auto" className={classes.about}>
        {scenario.about}
      </Text>
      <Text size="sm" c="dimmed">
        {scenario.attempts === 0
          ? t("never_practised")
          : t("practised", { count: scenario.attempts, shown: formatNumber(scenario.attempts, i18n.language) })}
        {scenario.best_percent !== null && ` · ${t("best", { percent: formatNumber(Math.round(scenario.best_percent), i18n.language) })}`}
        {!scenario.offered && ` · ${t("not_offered")}`}
      </Text>
      {writes ? (
        <Button
          component={Link}
          to={`/practice/scenarios/${scenario.id}`}
          variant="light"
          aria-label={t("edit_named", { title: scenario.title })}
        >
          {t("edit")}
        </Button>
      ) : (
        <Button
          leftSection={<IconHeadset size={18} stroke={1.7} />}
          loading={start.isPending}
          aria-label={t("practise_named", { title: scenario.title })}
          onClick={() => {
            start.mutate(scenario.id, {
              onSuccess: (attempt) => {
                void navigate(`/practice/attempts/${attempt.id}`);
              },
            });
          }}
        >
          {t("practise")}
        </Button>
      )}
      {start.isError && (
        <Text size="sm" role="alert">
          {problemText(start.error)}
        </Text>
      )}
    </li>
  );
}
