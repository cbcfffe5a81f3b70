import { Drawer, Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { More } from "../../ui/More";
import type { CellCall, HeatRow } from "../../api";
import { formatDateTime } from "../../ui/format";
import { useProblemText } from "../../ui/problems";
import { useTexts } from "../../workbench/language";
import type { Asked } from "./asked";
import { Moment } from "../calls/Moment";
import classes from "./Insights.module.css";
import { useShares } from "./measures";
import { type Cell, useCellCalls } from "./queries";

interface CellDrawerProps {
  cell: Cell | null;
  row: HeatRow | undefined;
  asked: Asked;
  onClose: () => void;
}

/** The calls behind a field of the map, those that earned least first, each with its moments. */
export function CellDrawer({ cell, row, asked, onClose }: CellDrawerProps) {
  const { t } = useTranslation("insights");
  const textIn = useTexts();
  return (
    <Drawer
      opened={cell !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={row ? textIn(row.text) : t("heat.calls")}
      attributes={{ header: { role: "none" } }}
    >
      {cell && <Calls cell={cell} asked={asked} />}
    </Drawer>
  );
}

function Calls({ cell, asked }: { cell: Cell; asked: Asked }) {
  const { t } = useTranslation("insights");
  const problemText = useProblemText();
  const found = useCellCalls(asked, cell);
  if (found.isPending) return <Skeleton height={200} radius="md" />;
  if (found.isError) return <Text role="alert">{problemText(found.error)}</Text>;
  const calls = found.data.pages.flatMap((page) => page.items);
  if (calls.length === 0) return <Text c="dimmed">{t("heat.none")}</Text>;
  return (
    <>
      <ul className={classes.calls}>
        {calls.map((call) => (
          <CallLine key={call.call_id} call={call} />
        ))}
      </ul>
      <More list={found} />
    </>
  );
}

function CallLine({ call }: { call: CellCall }) {
  const { t, i18n } = useTranslation("insights");
  const shares = useShares();
  const stands = call.share !== null ? shares.write(call.share) : t(call.applies ? "heat.still_open" : "heat.does_not_apply");
  return (
    <li>
      <Link to={`/calls/${call.call_id}`}>
        <bdi>{call.file_name}</bdi>
      </Link>
      <Text size="sm" c="dimmed">
        {[formatDateTime(call.began_at, i18n.language), call.agent, stands, t(`heat.by.${call.decided_by}`)]
          .filter((part) => part !== null)
          .join(" · ")}
      </Text>
      {call.evidence.length > 0 && (
        <ul className={classes.moments}>
          {call.evidence.map((moment) => (
            <li key={moment.start_ms}>
              <Link to={`/calls/${call.call_id}?t=${moment.start_ms}`}>
                <Moment medium={call.medium} message={moment.message} ms={moment.start_ms} />
                <span dir="auto">{moment.text}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
