import { Badge, Table, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { StallRow } from "../../api";
import { useFigureText } from "../../ui/charts/useFigureText";
import type { Point } from "../../ui/charts/figure";
import { Figures } from "./Figures";
import { Frame } from "./Frame";
import classes from "./Measures.module.css";
import { Nothing } from "./Nothing";
import { useStalling } from "./queries";
import { useQuestionText, useReadings } from "./words";

const COLOURS: Record<StallRow["course"], string> = {
  fell: "orange",
  stalled: "yellow",
  goes_on: "teal",
  no_rise: "gray",
  open: "gray",
};

/** What rose in the first week of practice and did not go on in the second. */
export function Stalling({ cohort }: { cohort: string }) {
  const { t } = useTranslation("measures");
  const text = useQuestionText();
  const { change } = useReadings();
  const found = useStalling(cohort);
  const kept = { cohort, measure: "stalling", reading: change, level: 0 } as const;
  const name = (row: StallRow) => row.agent ?? (row.question ? text(row.question) : row.id);
  return (
    <Frame measure="stalling" found={found}>
      {({ questions, agents }) => {
        if (questions.length === 0) return <Nothing />;
        const points = (rows: StallRow[], of: "first" | "second") =>
          rows.map((row): Point => ({ key: row.id, name: name(row), figure: row[of] }));
        return (
          <>
            <Courses title={t("stalling.questions")} rows={questions} name={name} />
            <Figures title={t("stalling.first")} head={t("question")} points={points(questions, "first")} {...kept} />
            <Figures title={t("stalling.second")} head={t("question")} points={points(questions, "second")} {...kept} />
            {agents.length > 0 && (
              <Figures
                title={t("stalling.agents")}
                note={t("stalling.agents_note")}
                head={t("agent")}
                points={points(agents, "second")}
                {...kept}
              />
            )}
            {agents.some(({ course }) => course === "fell" || course === "stalled") && (
              <Courses
                title={t("stalling.agents_who")}
                rows={agents.filter(({ course }) => course === "fell" || course === "stalled")}
                name={name}
              />
            )}
          </>
        );
      }}
    </Frame>
  );
}

function Courses({ title, rows, name }: { title: string; rows: StallRow[]; name: (row: StallRow) => string }) {
  const { t } = useTranslation("measures");
  const { change } = useReadings();
  const figureText = useFigureText();
  return (
    <section className={classes.courses} aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      <Table>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <bdi>{name(row)}</bdi>
              </th>
              <td>
                <Badge variant="outline" color={COLOURS[row.course]} tt="none" fw={550} c="var(--mantine-color-text)">
                  {t(`stalling.course.${row.course}`)}
                </Badge>
              </td>
              <td>
                <Text size="sm">{figureText(row.second, change)}</Text>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
