import { Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LearningStatementOut } from "../../api";
import { formatDateTime } from "../../ui/format";
import { More } from "../../ui/More";
import { useStatements } from "./queries";

/** What was told, and how it went; asked for only by whoever opens it. */
export function Statements() {
  const { t } = useTranslation("learningRecords");
  const [open, setOpen] = useState(false);
  return (
    <details
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>{t("statements")}</summary>
      {open && <Rows />}
    </details>
  );
}

function Rows() {
  const { t } = useTranslation("learningRecords");
  const pages = useStatements();
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  if (pages.data && rows.length === 0) return <Text size="sm">{t("nothing_yet")}</Text>;
  return (
    <>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {(["person", "did", "when", "state"] as const).map((column) => (
                <Table.Th key={column}>{t(`column.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <More list={pages} />
    </>
  );
}

function Row({ row }: { row: LearningStatementOut }) {
  const { t, i18n } = useTranslation("learningRecords");
  return (
    <Table.Tr>
      <Table.Td>
        <bdi>{row.person_name}</bdi>
      </Table.Td>
      <Table.Td>{t("said", { thing: t(`thing.${row.thing}`), verb: t(`verb.${row.verb}`) })}</Table.Td>
      <Table.Td>
        <bdi>{formatDateTime(row.happened_at, i18n.language)}</bdi>
      </Table.Td>
      <Table.Td>
        {t(`state.${row.state}`)}
        {row.state === "refused" && row.status !== null && ` (${row.status})`}
      </Table.Td>
    </Table.Tr>
  );
}
