import { Button, Progress, Stack, Text } from "@mantine/core";
import { IconGavel } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CasesStanding } from "../../api";
import { Problem } from "../../ui/Problem";
import { isOnItsWay, useRunCases } from "./queries";
import classes from "./Regressions.module.css";

interface CaseCheckProps {
  source: string;
  standing: CasesStanding;
}

/** What people settled, asked of this draft before it is published. */
export function CaseCheck({ source, standing }: CaseCheckProps) {
  const { t } = useTranslation("cases");
  const run = useRunCases(source);
  if (standing.cases === 0) {
    return (
      <Text size="sm" c="dimmed" className={classes.check}>
        {t("check.none")}
      </Text>
    );
  }
  const going = isOnItsWay(standing);
  return (
    <Stack gap="xs" className={classes.check}>
      <Text fw={550}>
        <Link to="/rubrics/cases">{t("check.count", { count: standing.cases })}</Link>
      </Text>
      <Told standing={standing} />
      {going ? (
        <Progress
          value={100 * (standing.run?.share ?? 0)}
          size="lg"
          aria-label={t("check.running")}
          animated={standing.run?.state === "waiting"}
        />
      ) : (
        <Button
          variant={standing.untried > 0 ? "filled" : "light"}
          leftSection={<IconGavel size={18} stroke={1.7} />}
          loading={run.isPending}
          onClick={() => {
            run.mutate();
          }}
        >
          {t(standing.untried > 0 ? "check.run" : "check.run_again")}
        </Button>
      )}
      {run.isError && <Problem problem={run.error} />}
    </Stack>
  );
}

function Told({ standing }: { standing: CasesStanding }) {
  const { t } = useTranslation("cases");
  const { run } = standing;
  if (isOnItsWay(standing)) return <Text role="status">{t(run?.state === "waiting" ? "check.waiting" : "check.running")}</Text>;
  if (run?.state === "failed") return <Text role="status">{t("check.failed")}</Text>;
  if (standing.untried > 0) {
    return (
      <Text size="sm" c="dimmed" role="status">
        {t("check.untried", { count: standing.untried })}
      </Text>
    );
  }
  return (
    <Text role="status" fw={standing.broken > 0 ? 550 : undefined}>
      {standing.broken > 0 ? t("check.broken", { count: standing.broken }) : t("check.sound")}
    </Text>
  );
}
