import { Select } from "@mantine/core";
import { IconChartDots } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, useLocation, useNavigate, useParams } from "react-router";

import type { MeasuredCohort } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { NotFound } from "../../ui/NotFound";
import { PageHead } from "../../ui/PageHead";
import { Waiting } from "../../ui/Waiting";
import { Adoption } from "./Adoption";
import { AnchorEffect } from "./AnchorEffect";
import { CoachingEffect } from "./CoachingEffect";
import { Consistency } from "./Consistency";
import classes from "./Measures.module.css";
import { type Measure, MEASURES, useCohorts } from "./queries";
import { Stalling } from "./Stalling";
import { Transfer } from "./Transfer";

const PARTS: Record<Measure, ComponentType<{ cohort: string }>> = {
  adoption: Adoption,
  stalling: Stalling,
  transfer: Transfer,
  consistency: Consistency,
  coaching: CoachingEffect,
  anchor: AnchorEffect,
};

/** Whether the programme takes hold: one measure of one cohort at a time, each with what it means. First of all, of
 * the cohort whose workshop was last: one that is still to come has nothing to compare yet. */
export function MeasuresPage() {
  const { t } = useTranslation("measures");
  const { cohort, measure = "adoption" } = useParams();
  const { search } = useLocation();
  const cohorts = useCohorts();
  const part = MEASURES.find((one) => one === measure);
  if (cohorts.isPending) return <Waiting />;
  if (!cohorts.data)
    return (
      <Failure
        problem={cohorts.error}
        onRetry={() => {
          void cohorts.refetch();
        }}
      />
    );
  const [newest] = cohorts.data;
  if (!newest)
    return (
      <>
        <PageHead title={t("title")} lead={t("lead")} />
        <Empty icon={<IconChartDots size={48} stroke={1.3} />} title={t("no_cohort.title")} body={t("no_cohort.body")} />
      </>
    );
  if (cohort === undefined) {
    const today = new Date().toISOString().slice(0, 10);
    const { id } = cohorts.data.find(({ day0 }) => day0 <= today) ?? newest;
    return <Navigate to={`/measures/${id}${search}`} replace />;
  }
  if (!part || !cohorts.data.some(({ id }) => id === cohort)) return <NotFound />;
  const Part = PARTS[part];
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      <Which cohorts={cohorts.data} cohort={cohort} measure={part} />
      <nav className={classes.parts} aria-label={t("parts")}>
        {MEASURES.map((one) => (
          <NavLink key={one} to={one === "adoption" ? `/measures/${cohort}` : `/measures/${cohort}/${one}`} end>
            {t(`${one}.name`)}
          </NavLink>
        ))}
      </nav>
      <Part key={cohort} cohort={cohort} />
    </>
  );
}

function Which({ cohorts, cohort, measure }: { cohorts: MeasuredCohort[]; cohort: string; measure: Measure }) {
  const { t } = useTranslation("measures");
  const navigate = useNavigate();
  return (
    <Select
      className={classes.which}
      label={t("cohort")}
      data={cohorts.map(({ id, name, programme }) => ({ value: id, label: `${name} · ${programme}` }))}
      value={cohort}
      allowDeselect={false}
      comboboxProps={{ withinPortal: false }}
      onChange={(id) => {
        if (id) void navigate(measure === "adoption" ? `/measures/${id}` : `/measures/${id}/${measure}`);
      }}
    />
  );
}
