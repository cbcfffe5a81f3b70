import { Button, Group, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { CallPage } from "../../api";
import { formatNumber } from "../../ui/format";
import { seesPractice } from "../session/rights";
import { useMe } from "../session/session";
import classes from "./CallFilterBar.module.css";
import { EVALUATIONS, anyFilter, type CallFilters, type CallListing, NO_FILTERS, ORIGINS } from "./filters";
import { MediumChoice } from "./MediumChoice";
import { useAgents } from "./queries";

const STATES = ["ready", "processing", "waiting", "failed"] as const;
const TYPING_MS = 300;

interface CallFilterBarProps {
  listing: CallListing;
  onChange: (change: Partial<CallListing>) => void;
  counts: CallPage["counts"] | undefined;
}

export function CallFilterBar({ listing, onChange, counts }: CallFilterBarProps) {
  const { t } = useTranslation("calls");
  return (
    <section aria-label={t("filters.label")} className={classes.bar}>
      <StateTabs listing={listing} onChange={onChange} counts={counts} />
      <Group gap="sm" align="flex-end" className={classes.choices}>
        <TextFilter listing={listing} onChange={onChange} />
        <AgentFilter listing={listing} onChange={onChange} />
        <Choice
          name="language"
          label={t("filters.language")}
          any={t("filters.any_language")}
          data={(["he", "en", "auto"] as const).map((value) => ({ value, label: t(`language.${value}`) }))}
          value={listing.language}
          onChange={(language) => {
            onChange({ language: language as CallFilters["language"] });
          }}
        />
        <Choice
          name="evaluation"
          label={t("filters.evaluation")}
          any={t("filters.any_evaluation")}
          data={EVALUATIONS.map((value) => ({
            value,
            label: t(`evaluation_filter.${value}`),
          }))}
          value={listing.evaluation}
          onChange={(evaluation) => {
            onChange({ evaluation: evaluation as CallFilters["evaluation"] });
          }}
        />
        <MediumChoice
          value={listing.medium}
          onChange={(medium) => {
            onChange({ medium });
          }}
        />
        <Purpose listing={listing} onChange={onChange} />
        <Choice
          name="simulated"
          label={t("simulated:filter.label")}
          any={t("simulated:filter.any")}
          data={ORIGINS.map((value) => ({ value, label: t(`simulated:filter.${value}`) }))}
          value={listing.simulated}
          onChange={(simulated) => {
            onChange({ simulated: simulated as CallFilters["simulated"] });
          }}
        />
        <Order listing={listing} onChange={onChange} />
        {anyFilter(listing) && (
          <Button
            variant="subtle"
            onClick={() => {
              onChange(NO_FILTERS);
            }}
          >
            {t("filters.clear")}
          </Button>
        )}
      </Group>
    </section>
  );
}

function StateTabs({ listing, onChange, counts }: CallFilterBarProps) {
  const { t, i18n } = useTranslation("calls");
  const all = counts && Object.values(counts).reduce((sum, count) => sum + count, 0);
  const count = (value: number | undefined) =>
    value === undefined ? null : <span className={classes.count}>{formatNumber(value, i18n.language)}</span>;
  return (
    <div className={classes.tabs} role="group" aria-label={t("state.label")}>
      <button
        type="button"
        aria-pressed={listing.state === null}
        onClick={() => {
          onChange({ state: null });
        }}
      >
        {t("common:all")} {count(all)}
      </button>
      {STATES.map((state) => (
        <button
          key={state}
          type="button"
          aria-pressed={listing.state === state}
          onClick={() => {
            onChange({ state });
          }}
        >
          {t(`state.${state}`)} {count(counts?.[state] ?? (counts ? 0 : undefined))}
        </button>
      ))}
    </div>
  );
}

/** Calls with customers, or practice, which only who trains may see. */
function Purpose({ listing, onChange }: FilterProps) {
  const { t } = useTranslation("calls");
  const { person } = useMe();
  if (!seesPractice(person.role)) return null;
  return (
    <Select
      name="purpose"
      label={t("purpose.label")}
      data={(["live", "practice"] as const).map((value) => ({ value, label: t(`purpose.${value}`) }))}
      value={listing.purpose ?? "live"}
      allowDeselect={false}
      onChange={(purpose) => {
        onChange({ purpose: purpose === "practice" ? purpose : null });
      }}
    />
  );
}

/** In which order the calls come. Unlike a filter it leaves none out, so "clear filters" leaves it as it is. */
function Order({ listing, onChange }: FilterProps) {
  const { t } = useTranslation("calls");
  return (
    <Select
      name="order"
      label={t("order.label")}
      description={listing.order === "could_flip" ? t("order.could_flip_hint") : undefined}
      inputWrapperOrder={["label", "input", "description"]}
      data={(["newest", "could_flip"] as const).map((value) => ({ value, label: t(`order.${value}`) }))}
      value={listing.order ?? "newest"}
      allowDeselect={false}
      onChange={(order) => {
        onChange({ order: order === "could_flip" ? order : null });
      }}
    />
  );
}

type FilterProps = Omit<CallFilterBarProps, "counts">;

function TextFilter({ listing, onChange }: FilterProps) {
  const { t } = useTranslation("calls");
  const [text, setText] = useState(listing.q ?? "");
  const [inAddress, setInAddress] = useState(listing.q);
  const [told, setTold] = useState(listing.q);
  // An address that changed by itself ("clear", "back") is shown; one that follows the typing must not undo it.
  if (listing.q !== inAddress) {
    setInAddress(listing.q);
    if (listing.q !== told) setText(listing.q ?? "");
    setTold(listing.q);
  }
  const tell = useDebouncedCallback((typed: string) => {
    const q = typed.trim() === "" ? null : typed.trim();
    setTold(q);
    onChange({ q });
  }, TYPING_MS);
  return (
    <TextInput
      label={t("filters.text")}
      placeholder={t("filters.text_hint")}
      leftSection={<IconSearch size={16} stroke={1.7} />}
      type="search"
      className={classes.text}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

function AgentFilter({ listing, onChange }: FilterProps) {
  const { t } = useTranslation("calls");
  const agents = useAgents();
  return (
    <Choice
      name="agent"
      label={t("filters.agent")}
      any={t("filters.any_agent")}
      data={(agents.data ?? []).map((person) => ({ value: person.id, label: person.name }))}
      value={listing.agent_id}
      onChange={(agent_id) => {
        onChange({ agent_id });
      }}
    />
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  any: string;
  data: { value: string; label: string }[];
  value: string | null;
  onChange: (value: string | null) => void;
}

/** One thing to narrow by; empty means any. */
function Choice({ name, label, any, data, value, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Select
      name={name}
      label={label}
      placeholder={any}
      data={data}
      value={value}
      onChange={onChange}
      clearable
      clearButtonProps={{ "aria-label": t("cancel") }}
      searchable={data.length > 8}
    />
  );
}
