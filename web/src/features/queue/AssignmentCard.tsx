import { Badge, Text } from "@mantine/core";
import { IconClockExclamation } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { AssignmentOut } from "../../api";
import { formatDateTime, formatLength } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { ScoreMark } from "../../ui/ScoreMark";
import { MediumMark } from "../calls/MediumMark";
import classes from "./Queue.module.css";
import { useDueWords, useWhyWords, type Why } from "./words";

interface AssignmentCardProps {
  assignment: AssignmentOut;
  /** Who has it, where that is not plain. */
  whose?: ReactNode;
  action?: ReactNode;
}

/** One call that waits: whose call it is, why it was chosen, by when it is due. */
export function AssignmentCard({ assignment, whose, action }: AssignmentCardProps) {
  const { t, i18n } = useTranslation("queue");
  const dueWords = useDueWords();
  const { call } = assignment;
  return (
    <li className={classes.row} data-overdue={assignment.overdue || undefined}>
      <div className={classes.what}>
        <Link to={`/calls/${call.id}`} className={`${look.rowLink} ${classes.link}`}>
          <bdi>{nameOf(assignment)}</bdi>
        </Link>
        <div className={classes.facts}>
          <bdi>{formatDateTime(call.started_at ?? call.received_at, i18n.language)}</bdi>
          <MediumMark medium={call.medium} />
          {call.duration_ms !== null && <bdi>{formatLength(call.duration_ms)}</bdi>}
          {call.queue !== null && <bdi>{call.queue}</bdi>}
          {call.agent !== null && <bdi className={classes.file}>{call.file_name}</bdi>}
        </div>
        <WhyList why={assignment.why} />
        {assignment.plan && (
          <Text size="sm" c="dimmed">
            {t("plan")} <bdi>{assignment.plan.name}</bdi>
          </Text>
        )}
      </div>
      <div className={classes.standing}>
        <Text size="sm" fw={assignment.overdue ? 600 : 400}>
          {dueWords(assignment)}
        </Text>
        <div className={classes.marks}>
          {assignment.overdue && (
            <Badge className={classes.late} leftSection={<IconClockExclamation size={14} stroke={1.8} aria-hidden />}>
              {t("due.late_mark")}
            </Badge>
          )}
          {assignment.started && (
            <Badge variant="light" color="gray" tt="none" fw={550} radius="sm">
              {t("due.started")}
            </Badge>
          )}
          {assignment.blind && (
            <Badge variant="outline" color="gray" tt="none" fw={550} radius="sm">
              {t("blind")}
            </Badge>
          )}
        </div>
        {whose}
      </div>
      <div className={classes.score}>
        {call.evaluation !== null && (
          <ScoreMark
            percent={call.evaluation.percent}
            passed={call.evaluation.passed}
            machineOnly={call.evaluation.machine_only}
          />
        )}
      </div>
      {action !== undefined && <div className={classes.act}>{action}</div>}
    </li>
  );
}

/** What a call is called where its agent matters most. */
export function nameOf({ call }: AssignmentOut): string {
  return call.agent?.name ?? call.agent_code ?? call.file_name;
}

/** Why a call was chosen, a fact a line. */
export function WhyList({ why }: { why: Why[] }) {
  const { t } = useTranslation("queue");
  const words = useWhyWords();
  return (
    <ul className={classes.why} aria-label={t("why.label")}>
      {why.map((fact) => (
        <li key={fact.kind}>{words(fact)}</li>
      ))}
    </ul>
  );
}

/** Who has it. */
export function Whose({ assignment }: { assignment: AssignmentOut }) {
  const { t } = useTranslation("queue");
  if (assignment.reviewer === null) return <>{t("nobody")}</>;
  return (
    <>
      {t("with")} <bdi>{assignment.reviewer.name}</bdi>
    </>
  );
}
