import { Button, Select, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { BulkOut } from "../../api";
import { Problem } from "../../ui/Problem";
import { useAssignMany, useReviewers } from "./queries";
import classes from "./Queue.module.css";
import { endOfDay } from "./words";

const SPREAD = "spread";

interface AssignBarProps {
  /** The ids of the calls that are ticked. */
  chosen: string[];
  onDone: () => void;
}

/** Gives the ticked calls to one reviewer, or spreads them over all. It stays in sight while more are ticked. */
export function AssignBar({ chosen, onDone }: AssignBarProps) {
  const { t } = useTranslation("queue");
  const assign = useAssignMany();
  const reviewers = useReviewers();
  const [to, setTo] = useState(SPREAD);
  const [day, setDay] = useState("");
  if (chosen.length === 0 && !assign.data) return null;
  return (
    <section className={classes.bar} aria-label={t("bulk.label")}>
      <div className={classes.chosen} role="status">
        {chosen.length > 0 ? t("bulk.chosen", { count: chosen.length }) : assign.data && <Told told={assign.data} />}
      </div>
      {assign.isError && <Problem problem={assign.error} />}
      {chosen.length > 0 && (
        <>
          <Select
            label={t("bulk.to")}
            data={[
              { value: SPREAD, label: t("bulk.spread") },
              ...(reviewers.data ?? []).map((one) => ({ value: one.id, label: one.name })),
            ]}
            value={to}
            allowDeselect={false}
            onChange={(value) => {
              setTo(value ?? SPREAD);
            }}
          />
          <TextInput
            type="date"
            label={t("bulk.due")}
            value={day}
            onChange={(event) => {
              setDay(event.currentTarget.value);
            }}
          />
          <Button
            loading={assign.isPending}
            onClick={() => {
              const wish = { call_ids: chosen, reviewer_id: to === SPREAD ? null : to, due_at: endOfDay(day) ?? null };
              assign.mutate(wish, { onSuccess: onDone });
            }}
          >
            {t("bulk.assign")}
          </Button>
          <Button variant="subtle" onClick={onDone}>
            {t("bulk.clear")}
          </Button>
        </>
      )}
    </section>
  );
}

/** How many were given, and how many were left as they are and why. */
function Told({ told }: { told: BulkOut }) {
  const { t } = useTranslation("queue");
  const reasons = [...new Set(told.skipped.map((one) => one.why))];
  return (
    <Text span>
      {t("bulk.given", { count: told.assigned.length })}{" "}
      {reasons.map((why) => (
        <Text key={why} span c="dimmed">
          {t(`bulk.skipped.${why}`, { count: told.skipped.filter((one) => one.why === why).length })}{" "}
        </Text>
      ))}
    </Text>
  );
}
