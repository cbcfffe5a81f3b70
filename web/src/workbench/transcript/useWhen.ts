import { useTranslation } from "react-i18next";

import { localeOf } from "../../i18n";
import { formatDateTime } from "../../ui/format";
import { clock } from "../time";
import type { Turn } from "../types";
import { dayOf, useWhere } from "../written/where";

interface When {
  shown: string;
  /** The whole of it, for whoever points there, where less is shown. */
  whole?: string;
  /** What the button at a turn says to those who do not see it. */
  label: (name: string) => string;
}

/** When a turn was said, or a message sent; of one whose time nobody knows, which message it is. */
export function useWhen(): (turn: Turn) => When {
  const { t, i18n } = useTranslation(["workbench", "written"]);
  const { written, at, day } = useWhere();
  const clockOf = new Intl.DateTimeFormat(localeOf(i18n.language), { timeStyle: "short" });
  return (turn) => {
    if (!written) {
      const time = clock(turn.start_ms);
      return { shown: time, label: (name) => t("workbench:transcript.play_from", { name, time }) };
    }
    const place = at(turn.start_ms);
    const label = (name: string) => t("written:show", { name, place });
    if (!turn.sent_at) return { shown: place, label };
    const whole = formatDateTime(turn.sent_at, i18n.language);
    const shown = dayOf(turn.sent_at) === day ? clockOf.format(new Date(turn.sent_at)) : whole;
    return { shown, whole, label };
  };
}
