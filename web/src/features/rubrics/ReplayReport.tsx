import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconBraces, IconTable } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Replay } from "../../api";
import { languageOf } from "../../workbench/language";
import { FlipGroups } from "./FlipGroups";
import { AgentsTable, CallsTable, QuestionsTable } from "./ReplayTables";
import classes from "./Rubrics.module.css";
import { csvOf, download } from "./sheet";

/** What the draft would change: first the answers that differ, then who and how much. */
export function ReplayReport({ replay }: { replay: Replay }) {
  const { t } = useTranslation("rubrics");
  const touched = new Set(replay.flips.map((flip) => flip.call_id)).size;
  return (
    <section className={classes.report} aria-labelledby="replay-report">
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} maw="46rem">
          <Title order={2} size="h3" id="replay-report">
            {replay.flips.length === 0
              ? t("report.nothing", { count: replay.totals.calls })
              : t("report.headline", { count: replay.flips.length, touched, calls: replay.totals.calls })}
          </Title>
          <Text c="dimmed">
            {replay.present === null ? t("report.no_present") : t(`report.witness.${replay.witness}`)}
          </Text>
        </Stack>
        <Downloads replay={replay} />
      </Group>
      <FlipGroups replay={replay} />
      <QuestionsTable replay={replay} />
      <AgentsTable replay={replay} />
      <CallsTable replay={replay} />
      <Leftovers replay={replay} />
    </section>
  );
}

function Downloads({ replay }: { replay: Replay }) {
  const { t, i18n } = useTranslation("rubrics");
  const name = `replay-${replay.draft.id}-v${replay.draft.version}`;
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconTable size={17} stroke={1.7} />}
        onClick={() => {
          download(`${name}.csv`, "text/csv;charset=utf-8", csvOf(replay, languageOf(i18n.language)));
        }}
      >
        {t("report.csv")}
      </Button>
      <Button
        variant="default"
        leftSection={<IconBraces size={17} stroke={1.7} />}
        onClick={() => {
          download(`${name}.json`, "application/json", JSON.stringify(replay, null, 2));
        }}
      >
        {t("report.json")}
      </Button>
    </Group>
  );
}

/** What could not be compared is said as well. */
function Leftovers({ replay }: { replay: Replay }) {
  const { t } = useTranslation("rubrics");
  const lost = replay.lost_answers.length;
  if (lost === 0) return null;
  return <Text>{t("report.lost_answers", { count: lost })}</Text>;
}
