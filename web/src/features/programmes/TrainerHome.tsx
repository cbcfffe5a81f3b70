import { Button } from "@mantine/core";
import { IconPlus, IconSchool } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, Navigate } from "react-router";

import type { CohortBrief, ProgrammeOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { PageHead } from "../../ui/PageHead";
import { Waiting } from "../../ui/Waiting";
import { useProgrammes } from "./queries";

/** Where a trainer lands: the board of the cohort that is in the middle of it, or the first step to one. */
export function TrainerHome() {
  const { t } = useTranslation("programmes");
  const programmes = useProgrammes();
  if (programmes.isPending) return <Waiting />;
  if (!programmes.data) {
    return (
      <Failure
        problem={programmes.error}
        onRetry={() => {
          void programmes.refetch();
        }}
      />
    );
  }
  const cohort = liveliest(programmes.data);
  if (cohort) return <Navigate to={`/programmes/${cohort.id}`} replace />;
  const [first] = programmes.data;
  return (
    <>
      <PageHead title={t("title")} />
      <Empty
        icon={<IconSchool size={48} stroke={1.3} />}
        title={t(first ? "empty.no_cohort" : "empty.title")}
        body={t(first ? "empty.no_cohort_body" : "empty.body")}
        action={
          <Button
            component={Link}
            to={first ? `/programmes/all/${first.id}` : "/programmes/all/new"}
            leftSection={<IconPlus size={18} stroke={1.7} />}
          >
            {t(first ? "cohorts.add" : "new")}
          </Button>
        }
      />
    </>
  );
}

/** Practice needs a trainer most, then the workshop's week, then what comes next; of like ones the newest. */
export function liveliest(programmes: ProgrammeOut[]): CohortBrief | undefined {
  const order: CohortBrief["stage"][] = ["practice", "workshop", "live", "before"];
  return programmes
    .filter((programme) => programme.ended_at === null)
    .flatMap((programme) => programme.cohorts)
    .filter((cohort) => cohort.ended_at === null)
    .toSorted((one, other) => order.indexOf(one.stage) - order.indexOf(other.stage) || other.day0.localeCompare(one.day0))
    .at(0);
}
