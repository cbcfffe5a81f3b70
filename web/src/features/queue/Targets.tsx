import { ActionIcon, NumberInput, Select } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useTexts } from "../../workbench/language";
import { numberIn } from "./PlanForm";
import { useSituations } from "./queries";
import classes from "./Queue.module.css";
import { KINDS, newTarget, type Target } from "./recipe";

interface TargetsProps {
  targets: Target[];
  onChange: (targets: Target[]) => void;
}

/** What is looked for on purpose, and the choice of one more. */
export function Targets({ targets, onChange }: TargetsProps) {
  const { t } = useTranslation("queue");
  const free = KINDS.filter((kind) => kind === "situation" || !targets.some((target) => target.kind === kind));
  return (
    <>
      <ul className={classes.targets}>
        {targets.map((target, place) => (
          <TargetFields
            key={`${target.kind} ${place}`}
            target={target}
            onChange={(named) => {
              onChange(targets.map((one, at) => (at === place ? { ...one, ...named } : one)));
            }}
            onRemove={() => {
              onChange(targets.filter((_, at) => at !== place));
            }}
          />
        ))}
      </ul>
      <Select
        label={t("form.add_target")}
        placeholder={t("form.add_what")}
        maw="20rem"
        data={free.map((kind) => ({ value: kind, label: t(`form.target.${kind}`) }))}
        value={null}
        onChange={(value) => {
          const kind = KINDS.find((one) => one === value);
          if (kind) onChange([...targets, newTarget(kind)]);
        }}
      />
    </>
  );
}

interface TargetFieldsProps {
  target: Target;
  onChange: (named: Partial<Target>) => void;
  onRemove: () => void;
}

function TargetFields({ target, onChange, onRemove }: TargetFieldsProps) {
  const { t } = useTranslation("queue");
  const name = t(`form.target.${target.kind}`);
  const { kind } = target;
  return (
    <li className={classes.target}>
      <div className={classes.targetName}>
        <span>{name}</span>
        <ActionIcon variant="subtle" color="gray" aria-label={t("form.remove_target", { name })} onClick={onRemove}>
          <IconX size={16} stroke={1.8} />
        </ActionIcon>
      </div>
      {kind === "situation" && <Situation target={target} onChange={onChange} />}
      {kind !== "situation" && kind !== "auto_fail" && (
        <NumberInput
          label={t(`form.bound.${kind}`)}
          w={170}
          min={kind === "customer_tone" ? -5 : 0}
          max={kind === "customer_tone" ? 5 : 100}
          value={target.bound ?? ""}
          onChange={(value) => {
            onChange({ bound: numberIn(value) });
          }}
        />
      )}
      <NumberInput
        label={t("form.per_week")}
        w={150}
        min={1}
        max={500}
        allowDecimal={false}
        value={target.per_week ?? ""}
        onChange={(value) => {
          onChange({ per_week: numberIn(value) });
        }}
      />
    </li>
  );
}

function Situation({ target, onChange }: Omit<TargetFieldsProps, "onRemove">) {
  const { t } = useTranslation("queue");
  const textIn = useTexts();
  const situations = useSituations();
  const options = new Map(situations.map((question) => [question.id, textIn(question.text)]));
  return (
    <>
      <Select
        label={t("form.situation")}
        w={320}
        data={[...options].map(([value, label]) => ({ value, label }))}
        value={target.question_id}
        required
        onChange={(question_id) => {
          onChange({ question_id });
        }}
      />
      <Select
        label={t("form.outcome")}
        w={250}
        data={(["missed", "found"] as const).map((value) => ({ value, label: t(`form.outcomes.${value}`) }))}
        value={target.outcome}
        allowDeselect={false}
        onChange={(value) => {
          onChange({ outcome: value === "found" ? "found" : "missed" });
        }}
      />
    </>
  );
}
