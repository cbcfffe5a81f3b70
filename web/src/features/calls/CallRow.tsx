import { Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { AssignmentOut, CallOut } from "../../api";
import { formatDateTime, formatLength } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { ScoreMark } from "../../ui/ScoreMark";
import { SimulatedBadge } from "../simulated/SimulatedBadge";
import { AssignedTo, Tick } from "../queue/Tick";
import type { TickState } from "../queue/ticks";
import classes from "./CallList.module.css";
import { CallStanding } from "./CallStanding";
import { FlagChips } from "./FlagChips";
import { MediumMark } from "./MediumMark";
import { isMoving } from "./queries";
import { StageProgress } from "./StageProgress";

interface CallRowProps {
  call: CallOut;
  /** Whether the call is ticked, or cannot be; null where nothing can be ticked. */
  tick?: TickState | null;
  assigned?: AssignmentOut | null;
  onTick?: (id: string) => void;
}

/** One call in the list. It draws again only when its own call has changed. */
export const CallRow = memo(function CallRow({ call, tick = null, assigned = null, onTick }: CallRowProps) {
  const { t } = useTranslation("calls");
  return (
    <tr>
      {tick !== null && (
        <td className={classes.tick}>{tick !== "none" && <Tick call={call} ticked={tick === "on"} onTick={onTick} />}</td>
      )}
      <td>
        <CallName call={call} />
      </td>
      <td>
        {call.agent === null ? (
          <Text c="dimmed" size="sm">
            {call.agent_code ?? t("no_agent")}
          </Text>
        ) : (
          <span className={classes.agent}>
            <bdi>{call.agent.name}</bdi>
          </span>
        )}
      </td>
      <td className={classes.length}>{call.duration_ms !== null && <bdi>{formatLength(call.duration_ms)}</bdi>}</td>
      <Standing call={call} assigned={assigned} />
    </tr>
  );
});

/** What is not ready yet has no score, so that its progress or its problem has the room of both columns. */
function Standing({ call, assigned }: Pick<CallRowProps, "call" | "assigned">) {
  if (call.state !== "ready") {
    return <td colSpan={2}>{isMoving(call) ? <StageProgress call={call} /> : <CallStanding call={call} />}</td>;
  }
  return (
    <>
      <td>
        <Score call={call} />
      </td>
      <td>
        <CallStanding call={call} />
        {assigned && <AssignedTo assignment={assigned} />}
      </td>
    </>
  );
}

function CallName({ call }: { call: CallOut }) {
  const { t, i18n } = useTranslation("calls");
  return (
    <>
      <Link to={`/calls/${call.id}`} className={`${look.rowLink} ${classes.link}`}>
        <bdi className={classes.file} title={call.file_name}>
          {call.file_name}
        </bdi>
      </Link>
      <div className={classes.facts}>
        <bdi>{formatDateTime(call.started_at ?? call.received_at, i18n.language)}</bdi>
        <MediumMark medium={call.medium} />
        {call.language !== "auto" && <span>{t(`language.${call.language}`)}</span>}
        {call.purpose === "practice" && <span>{t("purpose.practice")}</span>}
        {call.direction !== null && <span>{t(`direction.${call.direction}`)}</span>}
        {call.queue !== null && <bdi>{call.queue}</bdi>}
        {call.customer_ref !== null && <bdi>{call.customer_ref}</bdi>}
        <SimulatedBadge simulated={call.simulated} />
      </div>
      <FlagChips flags={call.flags} />
    </>
  );
}

function Score({ call }: { call: CallOut }) {
  if (call.evaluation === null) return null;
  return (
    <ScoreMark
      percent={call.evaluation.percent}
      passed={call.evaluation.passed}
      machineOnly={call.evaluation.machine_only}
    />
  );
}
