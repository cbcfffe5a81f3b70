import { Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { IconEar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ask, getWordErrors, type WordErrorsOut } from "../../api";
import { localeOf } from "../../i18n";
import { Empty } from "../../ui/Empty";
import { modelsOf } from "../../ui/engines";
import { Failure } from "../../ui/Failure";
import { formatNumber } from "../../ui/format";
import look from "../../ui/Look.module.css";
import { PageHead } from "../../ui/PageHead";
import classes from "./Hearing.module.css";

type Period = "month" | "week";

/** The administrator's page: how far the machine was off, by what people corrected. */
export function HearingPage() {
  const { t } = useTranslation("hearing");
  const [by, setBy] = useState<Period>("month");
  const errors = useQuery({
    queryKey: ["word-errors", by],
    queryFn: () => ask(getWordErrors({ query: { by } })),
  });
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {errors.isPending && <Skeleton height={240} radius="lg" />}
      {errors.isError && !errors.data && (
        <Failure
          problem={errors.error}
          onRetry={() => {
            void errors.refetch();
          }}
        />
      )}
      {errors.data?.length === 0 && (
        <Empty icon={<IconEar size={44} stroke={1.3} />} title={t("empty_title")} body={t("empty_body")} />
      )}
      {errors.data !== undefined && errors.data.length > 0 && (
        <Stack gap="md">
          <Group gap="xs">
            <Text size="sm" id="hearing-by">
              {t("by")}
            </Text>
            <SegmentedControl
              size="xs"
              aria-labelledby="hearing-by"
              data={(["month", "week"] as const).map((value) => ({ value, label: t(value) }))}
              value={by}
              onChange={setBy}
            />
          </Group>
          <WordErrors rows={errors.data} />
          <Text size="sm" c="dimmed" maw="46rem">
            {t("note")}
          </Text>
        </Stack>
      )}
    </>
  );
}

function WordErrors({ rows }: { rows: WordErrorsOut[] }) {
  const { t, i18n } = useTranslation("hearing");
  const number = (value: number): string => formatNumber(value, i18n.language);
  return (
    <div className={classes.sheet}>
      <table className={classes.table}>
        <caption className={look.unseen}>{t("title")}</caption>
        <thead>
          <tr>
            {(["when", "language", "engine", "calls", "words", "errors", "wer", "checked"] as const).map((column) => (
              <th key={column} scope="col">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.period} ${row.language} ${row.engine}`}>
              <th scope="row">
                <When period={row.period} />
              </th>
              <td>{t(`of.${row.language}`, { defaultValue: row.language })}</td>
              <td className={classes.engine}>
                <bdi dir="ltr" title={row.engine}>
                  {modelsOf(row.engine)}
                </bdi>
                {rows.some((other) => looksLike(other, row)) && (
                  <bdi dir="ltr" className={classes.settings}>
                    {row.engine}
                  </bdi>
                )}
              </td>
              <td>{number(row.calls)}</td>
              <td>{number(row.words)}</td>
              <td>{number(row.errors)}</td>
              <td className={classes.figure}>{percent(row.wer, i18n.language)}</td>
              <td>{percent(row.checked_wer, i18n.language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whether two rows differ only in how the same models were set. */
function looksLike(other: WordErrorsOut, row: WordErrorsOut): boolean {
  const alike = other.period === row.period && other.language === row.language;
  return alike && other.engine !== row.engine && modelsOf(other.engine) === modelsOf(row.engine);
}

/** "2026-11" as a month's name and "2026-W47" as a week's number, in the reader's language. */
function When({ period }: { period: string }) {
  const { t, i18n } = useTranslation("hearing");
  const [year = "", part = ""] = period.split("-");
  if (part.startsWith("W")) return t("week_of", { week: Number(part.slice(1)), year });
  const month = new Date(Date.UTC(Number(year), Number(part) - 1));
  return new Intl.DateTimeFormat(localeOf(i18n.language), { month: "long", year: "numeric", timeZone: "UTC" }).format(month);
}

function percent(share: number | null, language: string): string {
  if (share === null) return "–";
  return new Intl.NumberFormat(localeOf(language), { style: "percent", maximumFractionDigits: 1 }).format(share);
}
