import { Button, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { ProgrammeOut } from "../../api";
import { formatDate } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { CohortDialog } from "./CohortDialog";
import classes from "./Programmes.module.css";
import { useStanding } from "./words";

/** The cohorts of one programme, and the way to one more. */
export function Cohorts({ programme }: { programme: ProgrammeOut }) {
  const { t, i18n } = useTranslation("programmes");
  const standing = useStanding();
  const heading = useId();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section className={look.panel} aria-labelledby={heading}>
      <div className={classes.cardHead}>
        <Title order={2} size="h4" id={heading}>
          {t("cohorts.title")}
        </Title>
        {programme.ended_at === null && (
          <Button
            variant="light"
            leftSection={<IconPlus size={16} stroke={1.7} />}
            onClick={() => {
              setOpen("new");
            }}
          >
            {t("cohorts.add")}
          </Button>
        )}
      </div>
      {programme.cohorts.length === 0 && <Text c="dimmed">{t("cohorts.none")}</Text>}
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
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={t("cohorts.edit_of", { name: cohort.name })}
              onClick={() => {
                setOpen(cohort.id);
              }}
            >
              {t("cohorts.edit")}
            </Button>
          </li>
        ))}
      </ul>
      {open !== null && (
        <CohortDialog
          key={open}
          programmeId={programme.id}
          cohortId={open === "new" ? null : open}
          onClose={() => {
            setOpen(null);
          }}
        />
      )}
    </section>
  );
}
