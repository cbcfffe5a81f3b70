import { Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { FoundCall, HitOut } from "../../api";
import { formatDateTime, formatLength } from "../../ui/format";
import { ScoreMark } from "../../ui/ScoreMark";
import { SimulatedBadge } from "../simulated/SimulatedBadge";
import { isSpoken } from "../calls/medium";
import { MediumMark } from "../calls/MediumMark";
import { Moment } from "../calls/Moment";
import { useMe } from "../session/session";
import classes from "./Search.module.css";

/** One call that was found, and the moments in it. */
export const FoundCallCard = memo(function FoundCallCard({ call }: { call: FoundCall }) {
  const { t, i18n } = useTranslation("search");
  const address = useAddressOf(call);
  return (
    <article className={classes.card} aria-label={call.file_name}>
      <div className={classes.head}>
        <div>
          <h2 className={classes.name}>
            {address === null ? (
              <bdi>{call.file_name}</bdi>
            ) : (
              <Link to={address} data-stop={call.hits.length === 0 ? "" : undefined}>
                <bdi>{call.file_name}</bdi>
              </Link>
            )}
          </h2>
          <div className={classes.facts}>
            <bdi>{formatDateTime(call.began_at, i18n.language)}</bdi>
            <MediumMark medium={call.medium} />
            {call.duration_ms !== null && <bdi>{formatLength(call.duration_ms)}</bdi>}
            {call.agent !== null && <bdi>{call.agent.name}</bdi>}
            {call.team !== null && <bdi>{call.team.name}</bdi>}
            {call.queue !== null && <bdi>{call.queue}</bdi>}
            <SimulatedBadge simulated={call.simulated} />
          </div>
        </div>
        {call.score !== null && (
          <ScoreMark percent={call.score.percent} passed={call.score.passed} machineOnly={call.score.machine_only} />
        )}
      </div>
      {call.hits.length > 0 && (
        <ol className={classes.hits}>
          {call.hits.map((hit) => (
            <li key={hit.turn}>
              <Hit hit={hit} address={address} written={!isSpoken(call)} />
            </li>
          ))}
        </ol>
      )}
      {call.more_hits > 0 && (
        <Text size="sm" c="dimmed" className={classes.more}>
          {t("more_hits", { count: call.more_hits })}
        </Text>
      )}
    </article>
  );
});

/** Where this person reads the call: reviewers on the workbench, the agent in the feedback on it. */
function useAddressOf(call: FoundCall): string | null {
  const { person } = useMe();
  if (person.role !== "agent") return `/calls/${call.id}`;
  return call.feedback_id === null ? null : `/feedback/${call.feedback_id}`;
}

function Hit({ hit, address, written }: { hit: HitOut; address: string | null; written: boolean }) {
  const { t } = useTranslation("search");
  const inside = (
    <>
      <Moment className={classes.time} ms={hit.start_ms} message={written ? hit.turn + 1 : null} />
      <span className={classes.speaker} data-speaker={hit.speaker}>
        {t(`speaker.${hit.speaker}`)}
      </span>
      <span dir="auto" className={classes.snippet}>
        {hit.cut_before && "… "}
        {hit.snippet.map((part, index) =>
          part.marked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
        )}
        {hit.cut_after && " …"}
      </span>
    </>
  );
  if (address === null) return <div className={classes.moment}>{inside}</div>;
  return (
    <Link to={`${address}?t=${hit.start_ms}`} className={classes.moment} data-stop>
      {inside}
    </Link>
  );
}
