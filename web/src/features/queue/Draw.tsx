import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { DrawOut } from "../../api";
import { formatDateTime, formatNumber } from "../../ui/format";
import { WhyList } from "./AssignmentCard";
import classes from "./Queue.module.css";
import { formatWeek } from "./weeks";

/** Which calls a draw chose, why, and for whom; `kept`: it was done, and not only tried. */
export function Draw({ draw, kept }: { draw: DrawOut; kept: boolean }) {
  const { t, i18n } = useTranslation("queue");
  return (
    <div role="status">
      <Title order={2} size="h4">
        {t(kept ? "draw.run_title" : "draw.preview_title")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("draw.summary", {
          week: formatWeek(draw.week, i18n.language),
          calls: formatNumber(draw.calls, i18n.language),
          candidates: formatNumber(draw.candidates, i18n.language),
          seed: String(draw.seed),
        })}{" "}
        {!kept && t("draw.kept_nothing")}
      </Text>
      {draw.shares.length > 0 && (
        <ul className={classes.counts}>
          {draw.shares.map(({ reviewer, calls }) => (
            <li key={reviewer.id}>
              <bdi>{reviewer.name}</bdi>: {formatNumber(calls, i18n.language)}
            </li>
          ))}
        </ul>
      )}
      {draw.calls === 0 ? <Text mt="sm">{t("draw.nothing")}</Text> : <Calls draw={draw} />}
      {draw.hidden > 0 && (
        <Text size="sm" mt="xs">
          {t("draw.hidden", { count: draw.hidden })}
        </Text>
      )}
      {draw.items.length + draw.hidden < draw.calls && (
        <Text size="sm" mt="xs" c="dimmed">
          {t("draw.first", { shown: draw.items.length })}
        </Text>
      )}
    </div>
  );
}

function Calls({ draw }: { draw: DrawOut }) {
  const { t, i18n } = useTranslation("queue");
  return (
    <div className={classes.sheet}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("draw.call")}</th>
            <th scope="col">{t("draw.why")}</th>
            <th scope="col">{t("draw.to")}</th>
          </tr>
        </thead>
        <tbody>
          {draw.items.map(({ call, why, reviewer }) => (
            <tr key={call.id}>
              <th scope="row">
                <Link to={`/calls/${call.id}`}>
                  <bdi>{call.agent?.name ?? call.agent_code ?? call.file_name}</bdi>
                </Link>
                <Text size="sm" c="dimmed">
                  <bdi>{formatDateTime(call.started_at ?? call.received_at, i18n.language)}</bdi>
                </Text>
              </th>
              <td>
                <WhyList why={why} />
              </td>
              <td>{reviewer ? <bdi>{reviewer.name}</bdi> : t("nobody")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
