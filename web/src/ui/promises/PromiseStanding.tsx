import { NativeSelect } from "@mantine/core";
import { IconCheck, IconCircleOff, IconClock, type IconProps, IconX } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";

import type { PromiseMadeOut } from "../../api";
import { formatDateTime } from "../format";
import classes from "./Promises.module.css";
import { type PromiseState, STATES, useChangePromise } from "./usePromises";

/** Told apart by their shapes as well as by their words. */
const SHAPES: Record<PromiseState, ComponentType<IconProps>> = {
  open: IconClock,
  kept: IconCheck,
  broken: IconX,
  no_promise: IconCircleOff,
};

interface PromiseStandingProps {
  promise: PromiseMadeOut;
  mayChange: boolean;
}

/** What became of a promise; whoever may say so chooses it here. */
export function PromiseStanding({ promise, mayChange }: PromiseStandingProps) {
  const { t } = useTranslation("promises");
  const change = useChangePromise();
  if (!mayChange) return <StateMark promise={promise} />;
  return (
    <NativeSelect
      size="xs"
      aria-label={t("state_of", { text: promise.text })}
      data={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
      value={promise.state}
      disabled={change.isPending}
      onChange={(event) => {
        const state = STATES.find((one) => one === event.currentTarget.value);
        if (state) change.mutate({ promise, change: { state } });
      }}
    />
  );
}

/** The state as a word with its shape. */
export function StateMark({ promise }: { promise: PromiseMadeOut }) {
  const { t } = useTranslation("promises");
  const Shape = SHAPES[promise.state];
  return (
    <span className={classes.state} data-state={promise.state}>
      <Shape size={14} stroke={2.2} aria-hidden />
      {t(promise.overdue ? "overdue" : `state.${promise.state}`)}
    </span>
  );
}

/** By when, who said what became of it, and the later call that may have kept it. */
export function PromiseFacts({ promise }: { promise: PromiseMadeOut }) {
  const { t, i18n } = useTranslation("promises");
  const { due_at: due, due_words: words, later_call: later } = promise;
  const moment = (iso: string) => formatDateTime(iso, i18n.language);
  return (
    <span className={classes.facts}>
      {due !== null && <span>{t("due", { when: moment(due) })}</span>}
      {words !== null && <span>{t("in_words", { words })}</span>}
      {due === null && words === null && <span>{t("no_due")}</span>}
      {promise.set_by_name !== null && promise.set_at !== null && (
        <span>{t("said_by", { name: promise.set_by_name, when: moment(promise.set_at) })}</span>
      )}
      {later !== null && (
        <span>
          {t(later.outbound ? "later.outbound" : "later.inbound", { when: moment(later.began_at) })}
          {later.in_time !== null && ` (${t(later.in_time ? "later.in_time" : "later.late")})`}
        </span>
      )}
      {promise.note !== null && promise.note !== "" && <bdi>{promise.note}</bdi>}
    </span>
  );
}
