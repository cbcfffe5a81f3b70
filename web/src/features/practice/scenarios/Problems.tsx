import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { StoryProblem } from "../../../api";
import classes from "./Scenarios.module.css";

/** What is wrong with a story, each fault in words; errors first. */
export function Problems({ problems }: { problems: readonly StoryProblem[] }) {
  const { t } = useTranslation("scenarios");
  return (
    <div role="status" className={classes.problems} data-none={problems.length === 0 || undefined}>
      <Text fw={600}>{problems.length === 0 ? t("editor.sound") : t("editor.problems")}</Text>
      {problems.length > 0 && (
        <ul>
          {problems.map((problem, at) => (
            <li key={at} data-severity={problem.severity}>
              <strong>{t(`severity.${problem.severity}`)}</strong>{" "}
              <bdi dir="ltr">{problem.line}</bdi>: {t(`fault.${problem.code}`, { detail: problem.detail })}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
