import { Badge, Button, Skeleton, Text, Title } from "@mantine/core";
import { IconPlus, IconSchool } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { ProgrammeOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { formatDate } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import { Parts } from "./Parts";
import classes from "./Programmes.module.css";
import { useProgrammes } from "./queries";
import { Simulated } from "./Simulated";
import { useStanding } from "./words";

/** Every programme with its cohorts. */
export function ProgrammeList() {
  const { t } = useTranslation("programmes");
  return (
    <>
      <Parts />
      <PageHead
        title={t("all")}
        lead={t("lead")}
        action={
          <Button component={Link} to="/programmes/all/new" leftSection={<IconPlus size={18} stroke={1.7} />}>
            {t("new")}
          </Button>
        }
      />
      <Programmes />
    </>
  );
}

function Programmes() {
  const { t } = useTranslation("programmes");
  const programmes = useProgrammes();
  if (programmes.isPending) return <Skeleton height={200} radius="lg" />;
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
  if (programmes.data.length === 0)
    return <Empty icon={<IconSchool size={48} stroke={1.3} />} title={t("empty.title")} body={t("empty.body")} />;
  return (
    <ul className={classes.cards}>
      {programmes.data.map((programme) => (
        <ProgrammeCard key={programme.id} programme={programme} />
      ))}
    </ul>
  );
}

function ProgrammeCard({ programme }: { programme: ProgrammeOut }) {
  const { t, i18n } = useTranslation("programmes");
  const standing = useStanding();
  const heading = `programme-${programme.id}`;
  return (
    <li className={look.panel} aria-labelledby={heading}>
      <div className={classes.cardHead}>
        <Title order={2} size="h4" id={heading}>
          <Link to={`/programmes/all/${programme.id}`} className={classes.link}>
            <bdi>{programme.name}</bdi>
          </Link>
        </Title>
        {programme.simulated && <Simulated />}
        {programme.ended_at !== null && (
          <Badge variant="outline" color="gray" tt="none" fw={550}>
            {t("ended")}
          </Badge>
        )}
      </div>
      <Text size="sm" c="dimmed">
        {[
          t("targets_count", { count: programme.targets.length }),
          t("practice_count", { count: programme.practice_weeks }),
        ].join(" · ")}
      </Text>
      {programme.cohorts.length === 0 ? (
        <Text size="sm">{t("cohorts.none")}</Text>
      ) : (
        <ul className={classes.cohorts}>
          {programme.cohorts.map((cohort) => (
            <li key={cohort.id}>
              <Link to={`/programmes/${cohort.id}`}>
                <bdi>{cohort.name}</bdi>
              </Link>
              <span className={look.dim}>
                {[
                  t("cohorts.workshop_on", { date: formatDate(cohort.day0, i18n.language) }),
                  cohort.ended_at === null ? standing(cohort) : t("cohorts.is_over"),
                  t("cohorts.members", { count: cohort.members }),
                ].join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
