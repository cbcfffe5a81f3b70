import { ActionIcon, NumberInput, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { ProgrammeTargetOut, QuestionToAim } from "../../api";
import look from "../../ui/Look.module.css";
import { useTexts } from "../../workbench/language";
import { numberIn } from "./ProgrammeForm";
import classes from "./Programmes.module.css";
import { useChoices } from "./queries";
import { type Draft, USUAL_PERCENT } from "./wish";

interface TargetsProps {
  /** What the programme aims at as it is kept: some of it may be asked by no rubric any more. */
  known: ProgrammeTargetOut[];
  targets: Draft["targets"];
  language: Draft["language"];
  onChange: (targets: Draft["targets"]) => void;
}

/** What should be said, and how often, where there is an opportunity for it. */
export function Targets({ known, targets, language, onChange }: TargetsProps) {
  const { t } = useTranslation("programmes");
  const textIn = useTexts();
  const questions = useChoices().data?.questions ?? [];
  const names = new Map([
    ...known.map(({ question_id, text }) => [question_id, textIn(text)] as const),
    ...questions.map(({ question_id, text }) => [question_id, textIn(text)] as const),
  ]);
  const asked = new Set(questions.map((question) => question.question_id));
  const free = questions.filter(
    (question) =>
      (language === null || question.languages.includes(language)) &&
      !targets.some((target) => target.questionId === question.question_id),
  );
  return (
    <>
      <ul className={classes.targets}>
        {targets.map(({ questionId, percent }) => {
          const name = names.get(questionId) ?? questionId;
          return (
            <li key={questionId} className={classes.target}>
              <span className={classes.targetName} dir="auto">
                {name}
                {questions.length > 0 && !asked.has(questionId) && (
                  <span className={look.dim}> {t("form.not_asked")}</span>
                )}
              </span>
              <NumberInput
                aria-label={t("form.share_of", { name })}
                suffix="%"
                w={96}
                min={1}
                max={100}
                allowDecimal={false}
                value={percent ?? ""}
                onChange={(value) => {
                  onChange(
                    targets.map((one) => (one.questionId === questionId ? { ...one, percent: numberIn(value) } : one)),
                  );
                }}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("form.remove_target", { name })}
                onClick={() => {
                  onChange(targets.filter((one) => one.questionId !== questionId));
                }}
              >
                <IconX size={16} stroke={1.8} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      <Select
        label={t("form.add_target")}
        placeholder={t("form.add_what")}
        maw="32rem"
        searchable
        data={bySection(free, textIn)}
        value={null}
        nothingFoundMessage={t("form.no_such_question")}
        onChange={(questionId) => {
          if (questionId) onChange([...targets, { questionId, percent: USUAL_PERCENT }]);
        }}
      />
    </>
  );
}

function bySection(questions: QuestionToAim[], textIn: (texts: QuestionToAim["text"]) => string) {
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const question of questions) {
    const section = textIn(question.section);
    const items = groups.get(section) ?? [];
    groups.set(section, [...items, { value: question.question_id, label: textIn(question.text) }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
