import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { CallOut } from "../../api";
import { useMe } from "../session/session";
import { WhyList, Whose } from "./AssignmentCard";
import { NextButton } from "./NextButton";
import { useAssignmentOf } from "./queries";
import classes from "./Queue.module.css";
import { useDueWords } from "./words";

/** Before a call is published, the way on stands back behind what is still to do here. */
const VARIANT: Partial<Record<string, "subtle" | "default">> = { draft: "subtle", submitted: "default" };

/** Above a call: why it is in somebody's queue and until when, and once it is reviewed the way to the next one. */
export function QueueNote({ call }: { call: CallOut }) {
  const { t } = useTranslation("queue");
  const { person } = useMe();
  const state = call.evaluation?.state ?? null;
  const assignment = useAssignmentOf(call.id, state).data ?? null;
  const dueWords = useDueWords();
  const reviewed = state !== null && state !== "draft";
  const waits = assignment !== null && (assignment.state === "open" || assignment.state === "waiting");
  if (!waits && !reviewed) return null;
  const mine = assignment?.reviewer?.id === person.id;
  return (
    <section className={classes.note} aria-label={t("note.label")}>
      {waits && (
        <>
          <Text size="sm" fw={600} span>
            {mine && t("note.mine")}
            {!mine && <Whose assignment={assignment} />}
          </Text>
          <WhyList why={assignment.why} />
          <Text size="sm" c="dimmed" span>
            {dueWords(assignment)}
          </Text>
        </>
      )}
      {reviewed && (
        <Text size="sm" span role="status">
          {t("note.done")}
        </Text>
      )}
      {(reviewed || mine) && (
        <div className={classes.noteNext}>
          <NextButton
            leaving={call.id}
            words={t("next")}
            variant={VARIANT[state ?? "draft"] ?? "filled"}
            size="compact-sm"
          />
        </div>
      )}
    </section>
  );
}
