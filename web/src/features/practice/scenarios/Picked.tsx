import { Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { EvaluationOut, PracticeAttemptOut } from "../../../api";
import classes from "./Scenarios.module.css";
import { pickedOf } from "./story";

interface PickedProps {
  attempt: PracticeAttemptOut;
  evaluation: EvaluationOut;
}

/** What the agent said to have done, beside what the machine made of it: the one steered the call, the other did not. */
export function Picked({ attempt, evaluation }: PickedProps) {
  const { t } = useTranslation("scenarios");
  const questions = evaluation.sections.flatMap((section) => section.questions);
  const picked = pickedOf(attempt);
  if (picked.length === 0) return null;
  return (
    <section aria-labelledby="picked" className={classes.sheet}>
      <Title order={2} size="h5" id="picked">
        {t("picked.title")}
      </Title>
      <ul className={classes.rows}>
        {picked.map(({ when, questionId }, at) => {
          const verdict = questions.find(({ id }) => id === questionId)?.suggestion?.verdict;
          return (
            <li key={at} className={classes.row}>
              <Text dir="auto">{when}</Text>
              <Text c="dimmed">{t(`picked.${heard(verdict)}`)}</Text>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type Heard = "heard" | "not_heard" | "unsure" | "not_applicable";

function heard(verdict: string | null | undefined): Heard {
  if (verdict === "met" || verdict === "said") return "heard";
  if (verdict === "not_met" || verdict === "not_said") return "not_heard";
  return verdict === "not_applicable" ? "not_applicable" : "unsure";
}
