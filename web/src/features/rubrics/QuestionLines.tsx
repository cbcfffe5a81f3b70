import { Badge, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { OptionLine, PhraseLine, QuestionLine } from "../../api";
import { formatNumber, formatShare } from "../../ui/format";
import { useTexts } from "../../workbench/language";
import { Bilingual } from "./Bilingual";
import classes from "./Rubrics.module.css";

/** One question as it will be asked: its text, what it listens for, how it counts, how to decide. */
export function QuestionLines({ question }: { question: QuestionLine }) {
  return (
    <li className={classes.question}>
      <div className={classes.questionHead}>
        <div className={classes.questionText}>
          <Bilingual texts={question.text} />
        </div>
        <Marks question={question} />
      </div>
      <Condition question={question} />
      {question.phrases.map((phrase, place) => (
        <Wordings key={`${phrase.part}-${place}`} phrase={phrase} />
      ))}
      <Terms terms={question.terms} />
      <ul className={classes.options}>
        {question.options.map((option) => (
          <Points key={option.id} option={option} weight={question.weight} />
        ))}
      </ul>
      {question.guide !== null && (
        <div className={classes.guide}>
          <Bilingual texts={question.guide} />
        </div>
      )}
    </li>
  );
}

function Marks({ question }: { question: QuestionLine }) {
  const { t } = useTranslation("rubrics");
  return (
    <div className={classes.marks}>
      {question.critical && (
        <Badge variant="outline" tt="none" fw={500} radius="sm">
          {t("read.critical")}
        </Badge>
      )}
      {question.bonus && (
        <Badge variant="outline" tt="none" fw={500} radius="sm">
          {t("read.bonus")}
        </Badge>
      )}
      <Badge variant="light" color="gray" tt="none" fw={500} radius="sm" className={classes.kind}>
        {t(`kind.${question.kind}`)}
      </Badge>
    </div>
  );
}

function Condition({ question }: { question: QuestionLine }) {
  const { t } = useTranslation("rubrics");
  const textIn = useTexts();
  if (question.only_if === null) return null;
  const options = question.only_if.options.map(textIn).join(", ");
  return (
    <Text size="sm" c="dimmed">
      {t("read.only_if", { question: textIn(question.only_if.question), options })}
    </Text>
  );
}

/** The wordings of a phrase as the rubric's file has them, braces and brackets included. */
function Wordings({ phrase }: { phrase: PhraseLine }) {
  const { t } = useTranslation("rubrics");
  const termsIn = useTerms();
  const said = [
    t(`strictness.${phrase.strictness}`),
    t(`speaker.${phrase.speaker ?? "anybody"}`),
    ...termsIn(phrase.terms),
  ];
  return (
    <div className={classes.phrase}>
      <Text size="sm" c="dimmed">
        {(phrase.part === "trigger" || phrase.part === "response") && <strong>{t(`part.${phrase.part}`)}: </strong>}
        {said.join(" · ")}
      </Text>
      <ul className={classes.wordings}>
        {phrase.wordings.map((wording) => (
          <li key={wording} dir="auto">
            {wording}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Terms({ terms }: { terms: QuestionLine["terms"] }) {
  const termsIn = useTerms();
  const told = termsIn(terms);
  if (told.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {told.join(" · ")}
    </Text>
  );
}

/** Says what a rubric demands besides texts; a demand that nobody has put into words is shown as the file has it. */
function useTerms(): (terms: QuestionLine["terms"]) => string[] {
  const { t, i18n } = useTranslation("rubrics");
  const worded = (name: string, value: boolean | number | string) => {
    if (typeof value === "string") return t(`word.${value}`, { defaultValue: value });
    if (typeof value === "boolean") return "";
    const share = name.endsWith("share") && value <= 1;
    return share ? formatShare(value, i18n.language) : formatNumber(value, i18n.language);
  };
  return (terms) =>
    Object.entries(terms)
      .filter(([name, value]) => value !== false && !(name === "need" && value === 1))
      .map(([name, value]) => {
        const shown = worded(name, value);
        return t(`term.${name}`, { value: shown, defaultValue: `${name}: ${shown}` });
      });
}

function Points({ option, weight }: { option: OptionLine; weight: number }) {
  const { t, i18n } = useTranslation("rubrics");
  const textIn = useTexts();
  return (
    <li>
      <span dir="auto">{textIn(option.label)}</span>
      <Text span c="dimmed" size="sm">
        {t("read.points", { points: formatNumber(option.points * weight, i18n.language) })}
      </Text>
      {option.auto_fail !== null && <span className={classes.autoFail}>{t(`auto_fail.${option.auto_fail}`)}</span>}
    </li>
  );
}
