import {
  IconAlertTriangle,
  IconAt,
  IconCalendar,
  IconChecklist,
  IconCircleCheck,
  IconClockExclamation,
  IconDoorExit,
  IconHeartHandshake,
  IconInbox,
  IconMessage2,
  IconMessageCircleCheck,
  IconPlugConnectedX,
  IconRotate,
  IconScale,
  IconSchool,
  IconStar,
  IconUserCheck,
  IconUserQuestion,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";

import type { Kind } from "../../api";
import classes from "./Notices.module.css";

const ICONS: Record<Kind, TablerIcon> = {
  auto_fail: IconAlertTriangle,
  leaving_cue: IconDoorExit,
  distress: IconHeartHandshake,
  dispute_opened: IconScale,
  dispute_due: IconClockExclamation,
  dispute_decided: IconScale,
  feedback_published: IconMessageCircleCheck,
  feedback_revised: IconMessageCircleCheck,
  self_evaluation_asked: IconUserQuestion,
  self_evaluation_done: IconUserCheck,
  exemplar_offered: IconStar,
  assigned: IconInbox,
  overdue: IconClockExclamation,
  mentioned: IconAt,
  comment_reply: IconMessage2,
  comment_shared: IconMessage2,
  coaching_task: IconSchool,
  coaching_proposed: IconSchool,
  coaching_session: IconSchool,
  coaching_due: IconClockExclamation,
  coaching_acknowledged: IconUserCheck,
  coaching_met: IconCircleCheck,
  coaching_not_yet: IconClockExclamation,
  coaching_reopened: IconRotate,
  cohort_joined: IconUsers,
  workshop_moved: IconCalendar,
  dues_left: IconChecklist,
  cohort_left: IconChecklist,
  endpoint_disabled: IconPlugConnectedX,
};

/** What a notice is about, as a sign; a machine's is outlined, like everything that a machine says. */
export function KindIcon({ kind }: { kind: Kind }) {
  const Icon = ICONS[kind];
  const machine = kind === "auto_fail" || kind === "leaving_cue" || kind === "distress";
  return (
    <span className={classes.icon} data-by={machine ? "machine" : "person"} data-kind={kind} aria-hidden>
      <Icon size={18} stroke={1.7} />
    </span>
  );
}
