import { Button, Group, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ReversalOut } from "../../api";
import { formatNumber, formatShare } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import classes from "./Disputes.module.css";
import { useReversals } from "./queries";

/** How often disputed answers were changed, by question and by who gave them, with how sure that is. */
export function Reversals() {
  const { t, i18n } = useTranslation("disputes");
  const textIn = useTexts();
  const { data } = useReversals();
  if (!data) return null;
  const texts = i18n.language.startsWith("he") ? "he" : "en";
  return (
    <section className={classes.reversals} aria-labelledby="reversals">
      <Group justify="space-between" align="flex-end" mb="sm">
        <div>
          <Title order={2} size="h3" id="reversals">
            {t("reversals.title")}
          </Title>
          <Text c="dimmed">{t(data.total.decided > 0 ? "reversals.lead" : "reversals.none")}</Text>
        </div>
        {data.total.disputed > 0 && (
          <Button
            component="a"
            download
            href={`/api/reversals.csv?texts=${texts}`}
            variant="default"
            leftSection={<IconDownload size={18} stroke={1.7} />}
          >
            {t("reversals.export")}
          </Button>
        )}
      </Group>
      {data.total.disputed > 0 && (
        <div className={classes.stack}>
          <Table
            title={t("reversals.questions")}
            first={t("reversals.question")}
            rows={data.questions.map((row) => ({
              key: `${row.rubric_id} ${row.question_id}`,
              name: (
                <>
                  <span dir="auto">{textIn(row.text)}</span>{" "}
                  <span className={classes.few} dir="auto">
                    {textIn(row.rubric)}
                  </span>
                </>
              ),
              counts: row,
            }))}
          />
          <Table
            title={t("reversals.people")}
            first={t("reversals.person")}
            rows={data.people.map((row) => ({ key: row.person_id, name: <bdi>{row.name}</bdi>, counts: row }))}
          />
        </div>
      )}
    </section>
  );
}

interface TableProps {
  title: string;
  first: string;
  rows: { key: string; name: ReactNode; counts: ReversalOut }[];
}

function Table({ title, first, rows }: TableProps) {
  const { t, i18n } = useTranslation("disputes");
  const number = (value: number): string => formatNumber(value, i18n.language);
  return (
    <div>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      <table className={classes.table} aria-label={title}>
          <thead>
            <tr>
              <th scope="col">{first}</th>
              <th scope="col">{t("reversals.disputed")}</th>
              <th scope="col">{t("reversals.decided")}</th>
              <th scope="col">{t("reversals.reversed")}</th>
              <th scope="col">{t("reversals.rate")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row">{row.name}</th>
                <td>{number(row.counts.disputed)}</td>
                <td>{number(row.counts.decided)}</td>
                <td>{number(row.counts.reversed)}</td>
                <td>
                  <Rate counts={row.counts} />
                </td>
              </tr>
            ))}
          </tbody>
      </table>
    </div>
  );
}

function Rate({ counts }: { counts: ReversalOut }) {
  const { t, i18n } = useTranslation("disputes");
  if (counts.rate === null || counts.low === null || counts.high === null) return "–";
  const share = (value: number): string => formatShare(value, i18n.language);
  return (
    <>
      <bdi>{share(counts.rate)}</bdi>{" "}
      <span className={classes.few}>
        ({t("reversals.interval", { low: share(counts.low), high: share(counts.high) })}
        {counts.few && `, ${t("reversals.few")}`})
      </span>
    </>
  );
}
