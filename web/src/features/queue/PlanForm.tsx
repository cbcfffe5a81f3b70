import { Button, Checkbox, Group, MultiSelect, NumberInput, Select, Switch, Text, TextInput } from "@mantine/core";
import { type SyntheticEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import type { PlanOut } from "../../api";
import { FormPart } from "../../ui/FormPart";
import { Problem } from "../../ui/Problem";
import { useAgents } from "../calls/queries";
import { Draw } from "./Draw";
import { useContactReasons, usePreview, useReviewers, useRun, useSavePlan, useTeams } from "./queries";
import { MediumChoice } from "../calls/MediumChoice";
import classes from "./Queue.module.css";
import { type Recipe, recipeOf, wishOf } from "./recipe";
import { Targets } from "./Targets";
import { formatWeek, WEEK_MS, weekOf } from "./weeks";

interface PlanFormProps {
  /** Null to begin one. */
  plan: PlanOut | null;
  onMade?: (plan: PlanOut) => void;
}

/** Which calls, how many, why, who reviews them and until when; and what that would choose. */
export function PlanForm({ plan, onMade }: PlanFormProps) {
  const { t } = useTranslation("queue");
  const [recipe, setRecipe] = useState(() => recipeOf(plan));
  const save = useSavePlan(plan);
  const change = (named: Partial<Recipe>): void => {
    setRecipe((before) => ({ ...before, ...named }));
  };
  const wish = wishOf(recipe);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (wish === null) return;
    save.mutate(wish, {
      onSuccess: (kept) => {
        setRecipe(recipeOf(kept));
        onMade?.(kept);
      },
    });
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t("form.name")}
        value={recipe.name}
        maxLength={120}
        required
        onChange={(event) => {
          change({ name: event.currentTarget.value });
        }}
      />
      <Which recipe={recipe} onChange={change} />
      <FormPart title={t("form.chance")} why={t("form.chance_why")}>
        <div className={classes.fields}>
          <Count name="quota" most={50} recipe={recipe} onChange={change} />
          <Count name="new_days" most={365} recipe={recipe} onChange={change} />
          <Count name="new_extra" most={50} recipe={recipe} onChange={change} />
        </div>
      </FormPart>
      <FormPart title={t("form.targets")} why={t("form.targets_why")}>
        <Targets
          targets={recipe.targets}
          onChange={(targets) => {
            change({ targets });
          }}
        />
      </FormPart>
      <Who recipe={recipe} onChange={change} />
      <Life recipe={recipe} onChange={change} />
      {save.isError && <Problem problem={save.error} />}
      <Group>
        <Button type="submit" disabled={wish === null} loading={save.isPending}>
          {t("form.save")}
        </Button>
        {save.isSuccess && (
          <Text size="sm" role="status">
            {t("form.saved")}
          </Text>
        )}
      </Group>
      <Trial plan={plan} recipe={recipe} />
    </form>
  );
}

interface PartProps {
  recipe: Recipe;
  onChange: (named: Partial<Recipe>) => void;
}

type CountName = "quota" | "new_days" | "new_extra" | "due_days";

function Count({ name, most, least = 0, recipe, onChange }: PartProps & { name: CountName; most: number; least?: number }) {
  const { t } = useTranslation("queue");
  return (
    <NumberInput
      label={t(`form.${name}`)}
      min={least}
      max={most}
      allowDecimal={false}
      value={recipe[name] ?? ""}
      onChange={(value) => {
        onChange({ [name]: numberIn(value) });
      }}
    />
  );
}

/** A field's number; null while it has none. */
export function numberIn(value: number | string): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function Which({ recipe, onChange }: PartProps) {
  const { t } = useTranslation("queue");
  const teams = useTeams();
  const agents = useAgents();
  const reasons = useContactReasons();
  const clear = { clearable: true, clearButtonProps: { "aria-label": t("common:cancel") } };
  return (
    <FormPart title={t("form.which")} why={t(`form.timing_why.${recipe.timing}`)}>
      <div className={classes.fields}>
        <Select
          label={t("form.timing")}
          data={(["ended_week", "running_week"] as const).map((value) => ({ value, label: t(`form.timings.${value}`) }))}
          value={recipe.timing}
          allowDeselect={false}
          onChange={(timing) => {
            onChange({ timing: timing === "running_week" ? timing : "ended_week" });
          }}
        />
        <Select
          label={t("form.team")}
          placeholder={t("form.any_team")}
          data={(teams.data ?? []).map((team) => ({ value: team.id, label: team.name }))}
          value={recipe.team_id}
          {...clear}
          onChange={(team_id) => {
            onChange({ team_id });
          }}
        />
        <Select
          label={t("form.language")}
          placeholder={t("form.any_language")}
          data={(["he", "en"] as const).map((value) => ({ value, label: t(`calls:language.${value}`) }))}
          value={recipe.language}
          {...clear}
          onChange={(language) => {
            onChange({ language: language === "he" || language === "en" ? language : null });
          }}
        />
        <MediumChoice
          value={recipe.medium}
          onChange={(medium) => {
            onChange({ medium });
          }}
        />
        <Select
          label={t("form.queue")}
          placeholder={t("form.any_queue")}
          data={reasons.data ?? []}
          value={recipe.queue}
          {...clear}
          onChange={(queue) => {
            onChange({ queue });
          }}
        />
        <MultiSelect
          label={t("form.agents")}
          placeholder={recipe.agent_ids.length === 0 ? t("form.any_agents") : undefined}
          data={(agents.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={recipe.agent_ids}
          searchable
          onChange={(agent_ids) => {
            onChange({ agent_ids });
          }}
        />
      </div>
    </FormPart>
  );
}

function Who({ recipe, onChange }: PartProps) {
  const { t } = useTranslation("queue");
  const reviewers = useReviewers();
  const { weights } = recipe;
  return (
    <FormPart title={t("form.who")} why={t("form.who_why")}>
      <ul className={classes.shares}>
        {(reviewers.data ?? []).map(({ id, name }) => (
          <li key={id} className={classes.share}>
            <Checkbox
              label={<bdi>{name}</bdi>}
              checked={id in weights}
              onChange={(event) => {
                const others = Object.fromEntries(Object.entries(weights).filter(([other]) => other !== id));
                onChange({ weights: event.currentTarget.checked ? { ...others, [id]: 1 } : others });
              }}
            />
            {id in weights && (
              <NumberInput
                aria-label={t("form.weight", { name })}
                min={1}
                max={10}
                w={84}
                size="xs"
                allowDecimal={false}
                value={weights[id] ?? ""}
                onChange={(value) => {
                  onChange({ weights: { ...weights, [id]: numberIn(value) } });
                }}
              />
            )}
          </li>
        ))}
      </ul>
      <div className={classes.fields}>
        <Count name="due_days" most={60} least={1} recipe={recipe} onChange={onChange} />
        <Switch
          label={t("form.alternate")}
          checked={recipe.alternate}
          onChange={(event) => {
            onChange({ alternate: event.currentTarget.checked });
          }}
        />
      </div>
    </FormPart>
  );
}

function Life({ recipe, onChange }: PartProps) {
  const { t } = useTranslation("queue");
  return (
    <FormPart title={t("form.life")} why={t("form.active_why")}>
      <div className={classes.fields}>
        <Switch
          label={t("form.active")}
          checked={recipe.active}
          onChange={(event) => {
            onChange({ active: event.currentTarget.checked });
          }}
        />
        <TextInput
          type="date"
          label={t("form.from")}
          value={recipe.active_from}
          onChange={(event) => {
            onChange({ active_from: event.currentTarget.value });
          }}
        />
        <TextInput
          type="date"
          label={t("form.until")}
          value={recipe.active_until}
          onChange={(event) => {
            onChange({ active_until: event.currentTarget.value });
          }}
        />
        <NumberInput
          label={t("form.seed")}
          description={t("form.seed_why")}
          inputWrapperOrder={["label", "input", "description"]}
          min={0}
          max={2_147_483_647}
          allowDecimal={false}
          hideControls
          value={recipe.seed ?? ""}
          onChange={(value) => {
            onChange({ seed: numberIn(value) });
          }}
        />
      </div>
    </FormPart>
  );
}

/** What the plan would choose as it stands in the form, and choosing it now. */
function Trial({ plan, recipe }: { plan: PlanOut | null; recipe: Recipe }) {
  const { t, i18n } = useTranslation("queue");
  const preview = usePreview(plan);
  const run = useRun();
  const [now] = useState(() => new Date());
  const [asked, setAsked] = useState<string | null>(null);
  const day = asked ?? usualDay(recipe, now);
  const week = day === "" ? null : weekOf(new Date(`${day}T00:00:00Z`));
  const wish = wishOf(recipe);
  const saved = plan !== null && JSON.stringify(wish) === JSON.stringify(wishOf(recipeOf(plan)));
  return (
    <section aria-label={t("form.preview")}>
      <div className={classes.filters}>
        <TextInput
          type="date"
          label={t("form.week")}
          description={week && formatWeek(week, i18n.language)}
          value={day}
          onChange={(event) => {
            setAsked(event.currentTarget.value);
          }}
        />
        <Button
          variant="light"
          disabled={wish === null}
          loading={preview.isPending}
          onClick={() => {
            run.reset();
            if (wish) preview.mutate({ wish, week });
          }}
        >
          {t("form.preview")}
        </Button>
        <Button
          variant="default"
          disabled={!saved}
          loading={run.isPending}
          onClick={() => {
            if (plan) run.mutate({ id: plan.id, week }, { onSuccess: preview.reset });
          }}
        >
          {t("form.run")}
        </Button>
        {!saved && (
          <Text size="sm" c="dimmed">
            {t("form.run_first")}
          </Text>
        )}
      </div>
      {preview.isError && <Problem problem={preview.error} />}
      {run.isError && <Problem problem={run.error} />}
      {preview.data && !run.data && <Draw draw={preview.data} kept={false} />}
      {run.data && <Draw draw={run.data} kept />}
    </section>
  );
}

/** A day of the week that the plan chooses from by itself. */
function usualDay({ timing }: Recipe, now: Date): string {
  const back = timing === "running_week" ? 0 : WEEK_MS;
  return new Date(now.getTime() - back).toISOString().slice(0, 10);
}
