import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";

import look from "../Look.module.css";
import { isKnown, type Point, type Reading } from "./figure";
import classes from "./charts.module.css";

export interface TableColumn {
  name: string;
  points: readonly Point[];
  reading: Reading;
}

interface FigureTableProps {
  /** What the rows are: weeks, teams, hours. */
  head: string;
  caption: string;
  columns: readonly TableColumn[];
}

/** The figures of a chart as they stand: value, interval, calls and agents. Rows are those of the first column. */
export function FigureTable({ head, caption, columns }: FigureTableProps) {
  const { t } = useTranslation("charts");
  const [first] = columns;
  return (
    <Table className={classes.table}>
      <caption className={look.unseen}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {columns.map((column) => (
            <th scope="col" key={column.name}>
              {column.name}
            </th>
          ))}
          <th scope="col">{t(`column.${first?.reading.of ?? "calls"}`)}</th>
          <th scope="col">{t("column.agents")}</th>
        </tr>
      </thead>
      <tbody>
        {first?.points.map((point, row) => (
          <tr key={point.key}>
            <th scope="row">
              <bdi>{point.name}</bdi>
            </th>
            {columns.map((column) => {
              const figure = column.points[row]?.figure;
              return (
                <td key={column.name}>
                  {isKnown(figure) ? (
                    <bdi>
                      {t("short", {
                        value: column.reading.write(figure.value),
                        low: column.reading.write(figure.low),
                        high: column.reading.write(figure.high),
                      })}
                    </bdi>
                  ) : (
                    t("too_few_short", { count: figure?.count ?? 0 })
                  )}
                </td>
              );
            })}
            <td>{point.figure.count}</td>
            <td>{point.figure.agents}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
