import { Checkbox, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { AssignmentOut, CallOut } from "../../api";
import { Whose } from "./AssignmentCard";
import classes from "./Queue.module.css";
import type { Ticks } from "./ticks";
import { useDueWords } from "./words";

/** Ticks one call for what is done with many. */
export function Tick({ call, ticked, onTick }: { call: CallOut; ticked: boolean; onTick?: (id: string) => void }) {
  const { t } = useTranslation("queue");
  return (
    <Checkbox
      className={classes.above}
      aria-label={t("bulk.choose", { name: call.file_name })}
      checked={ticked}
      onChange={() => onTick?.(call.id)}
    />
  );
}

/** Ticks all that are shown, or none. */
export function TickAll({ ticks }: { ticks: Ticks }) {
  const { t } = useTranslation("queue");
  const all = ticks.assignable.length > 0 && ticks.chosen.length === ticks.assignable.length;
  return (
    <Checkbox
      aria-label={t("bulk.choose_all")}
      checked={all}
      indeterminate={!all && ticks.chosen.length > 0}
      disabled={ticks.assignable.length === 0}
      onChange={() => {
        ticks.all(!all);
      }}
    />
  );
}

/** Who has the call, and until when. */
export function AssignedTo({ assignment }: { assignment: AssignmentOut }) {
  const dueWords = useDueWords();
  return (
    <Text size="sm" c="dimmed">
      <Whose assignment={assignment} /> · {dueWords(assignment)}
    </Text>
  );
}
