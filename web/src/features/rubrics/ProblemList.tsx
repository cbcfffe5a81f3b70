import { Text, UnstyledButton } from "@mantine/core";
import { IconAlertCircle, IconCheck, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { ProblemOut } from "../../api";
import classes from "./Rubrics.module.css";

interface ProblemListProps {
  problems: ProblemOut[];
  onShow: (line: number) => void;
}

/** What is wrong with a draft; pressing a problem leads to its line. */
export function ProblemList({ problems, onShow }: ProblemListProps) {
  const { t } = useTranslation("rubrics");
  if (problems.length === 0) {
    return (
      <Text className={classes.sound} role="status">
        <IconCheck size={18} stroke={2.2} aria-hidden /> {t("draft.sound")}
      </Text>
    );
  }
  return (
    <div>
      <Text fw={550} mb={4} role="status">
        {t("draft.problems", { count: problems.length })}
      </Text>
      <ul className={classes.problems}>
        {problems.map((problem, place) => (
          <li key={place} data-severity={problem.severity}>
            <UnstyledButton
              className={classes.problem}
              onClick={() => {
                onShow(problem.line);
              }}
            >
              {problem.severity === "error" ? (
                <IconAlertCircle size={17} stroke={1.8} aria-hidden />
              ) : (
                <IconInfoCircle size={17} stroke={1.8} aria-hidden />
              )}
              <span>
                <span className={classes.where}>
                  {t(`severity.${problem.severity}`)} · {t("draft.line", { line: problem.line })}
                  {problem.question !== null && (
                    <>
                      {" · "}
                      <bdi>{problem.question}</bdi>
                    </>
                  )}
                </span>
                <span className={classes.message} dir="auto">
                  {problem.message}
                </span>
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
