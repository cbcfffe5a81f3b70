import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconFilterOff, IconHeadphones, IconUpload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { CallOut } from "../../api";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import { AssignBar } from "../queue/AssignBar";
import { useAssigned } from "../queue/queries";
import { TickAll } from "../queue/Tick";
import { useTicks } from "../queue/ticks";
import { assigns } from "../session/rights";
import { useMe } from "../session/session";
import { CallFilterBar } from "./CallFilterBar";
import classes from "./CallList.module.css";
import { CallRow } from "./CallRow";
import { ExportMenu } from "./ExportMenu";
import { anyFilter, NO_FILTERS, useCallListing } from "./filters";
import { useCalls } from "./queries";

/** All calls that the person may see: the newest first, or those whose result is the least settled. */
export function CallList() {
  const { t } = useTranslation("calls");
  const [listing, change] = useCallListing();
  const calls = useCalls(listing);
  const counts = calls.data?.pages[0]?.counts;
  return (
    <>
      <PageHead
        title={t("title")}
        action={
          <Group gap="sm">
            <ExportMenu listing={listing} />
            <Button component={Link} to="/upload" leftSection={<IconUpload size={18} stroke={1.7} />}>
              {t("upload")}
            </Button>
          </Group>
        }
      />
      <CallFilterBar listing={listing} onChange={change} counts={counts} />
      {calls.isPending && <LoadingRows />}
      {calls.isError && !calls.data && (
        <Failure
          problem={calls.error}
          onRetry={() => {
            void calls.refetch();
          }}
        />
      )}
      {calls.data && (
        <Found
          calls={calls.data.pages.flatMap((page) => page.items)}
          filtered={anyFilter(listing)}
          onClear={() => {
            change(NO_FILTERS);
          }}
        />
      )}
      {calls.hasNextPage && (
        <Group justify="center" mt="lg">
          <Button
            variant="default"
            loading={calls.isFetchingNextPage}
            onClick={() => {
              void calls.fetchNextPage();
            }}
          >
            {t("common:more")}
          </Button>
        </Group>
      )}
    </>
  );
}

interface FoundProps {
  calls: CallOut[];
  filtered: boolean;
  onClear: () => void;
}

function Found({ calls, filtered, onClear }: FoundProps) {
  const { t } = useTranslation("calls");
  if (calls.length > 0) return <Rows calls={calls} />;
  if (filtered) {
    return (
      <Empty
        icon={<IconFilterOff size={44} stroke={1.3} />}
        title={t("nothing_found.title")}
        body={t("nothing_found.body")}
        action={
          <Button variant="light" onClick={onClear}>
            {t("nothing_found.action")}
          </Button>
        }
      />
    );
  }
  return (
    <Empty
      icon={<IconHeadphones size={48} stroke={1.3} />}
      title={t("empty.title")}
      body={t("empty.body")}
      action={
        <Button component={Link} to="/upload" leftSection={<IconUpload size={18} stroke={1.7} />}>
          {t("empty.action")}
        </Button>
      }
    />
  );
}

function Rows({ calls }: { calls: CallOut[] }) {
  const { t } = useTranslation("calls");
  const { person } = useMe();
  const ticks = useTicks(calls, assigns(person.role));
  const assigned = useAssigned(ticks.assignable, ticks.shown);
  return (
    <>
      <div className={classes.sheet}>
        <table className={classes.table}>
          <caption className={look.unseen}>
            <Text span size="sm" c="dimmed">
              {t("title")}
            </Text>
          </caption>
          <thead>
            <tr>
              {ticks.shown && (
                <th scope="col" className={classes.tick}>
                  <TickAll ticks={ticks} />
                </th>
              )}
              <th scope="col">{t("column.call")}</th>
              <th scope="col">{t("column.agent")}</th>
              <th scope="col">{t("column.length")}</th>
              <th scope="col">{t("column.score")}</th>
              <th scope="col">{t("column.state")}</th>
            </tr>
          </thead>
          <tbody>
            {calls.map((call) => (
              <CallRow
                key={call.id}
                call={call}
                tick={ticks.shown ? ticks.of(call) : null}
                assigned={assigned.get(call.id) ?? null}
                onTick={ticks.toggle}
              />
            ))}
          </tbody>
        </table>
      </div>
      {ticks.shown && <AssignBar chosen={ticks.chosen} onDone={ticks.clear} />}
    </>
  );
}

function LoadingRows() {
  const { t } = useTranslation();
  return (
    <Stack gap="xs" role="status" aria-label={t("loading")}>
      {Array.from({ length: 6 }, (_, row) => (
        <Skeleton key={row} height={66} radius="md" />
      ))}
    </Stack>
  );
}
