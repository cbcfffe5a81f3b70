import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { DeliveryOut } from "../../api";
import { formatDateTime } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { Problem } from "../../ui/Problem";
import classes from "./Notices.module.css";
import { useDeliveries, useSendAgain } from "./queries";

/** What was sent to an address and how it went, kept fresh while it is looked at. */
export function Deliveries({ endpointId }: { endpointId: string }) {
  const { t } = useTranslation("notices");
  const deliveries = useDeliveries(endpointId);
  const rows = deliveries.data?.pages.flatMap((page) => page.items);
  if (deliveries.isError) return <Problem problem={deliveries.error} />;
  if (rows?.length === 0) return <Text c="dimmed">{t("webhooks.no_deliveries")}</Text>;
  return (
    <div className={classes.scrolled}>
      <table className={classes.table}>
        <caption className={look.unseen}>{t("webhooks.deliveries")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("webhooks.column_type")}</th>
            <th scope="col">{t("webhooks.column_when")}</th>
            <th scope="col">{t("webhooks.column_state")}</th>
            <th scope="col">
              <span className={look.unseen}>{t("webhooks.column_actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>{rows?.map((row) => <Row key={row.id} row={row} endpointId={endpointId} />)}</tbody>
      </table>
      {deliveries.hasNextPage && (
        <Button
          size="compact-md"
          variant="default"
          loading={deliveries.isFetchingNextPage}
          onClick={() => {
            void deliveries.fetchNextPage();
          }}
        >
          {t("common:more")}
        </Button>
      )}
    </div>
  );
}

function Row({ row, endpointId }: { row: DeliveryOut; endpointId: string }) {
  const { t, i18n } = useTranslation("notices");
  const again = useSendAgain(endpointId);
  return (
    <tr>
      <td>
        <bdi>{row.type}</bdi>
      </td>
      <td>{formatDateTime(row.happened_at, i18n.language)}</td>
      <td>
        <Text fw={500}>{t(`webhooks.state.${row.state}`)}</Text>
        {row.problem !== null && (
          <Text size="sm" c="dimmed">
            {t(`webhooks.problem.${row.problem}`, { status: row.status })}
          </Text>
        )}
        {row.attempts > 0 && (
          <Text size="sm" c="dimmed">
            {t("webhooks.attempts", { count: row.attempts })}
          </Text>
        )}
        {row.next_at !== null && row.attempts > 0 && (
          <Text size="sm" c="dimmed">
            {t("webhooks.next", { at: formatDateTime(row.next_at, i18n.language) })}
          </Text>
        )}
      </td>
      <td>
        {row.state !== "waiting" && (
          <Button
            size="compact-sm"
            variant="subtle"
            loading={again.isPending}
            onClick={() => {
              again.mutate(row.id);
            }}
          >
            {t("webhooks.again")}
          </Button>
        )}
      </td>
    </tr>
  );
}
