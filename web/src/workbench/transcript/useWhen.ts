import { useTranslation } from "react-i18next";

import { formatDateTime } from "../../ui/format";
import { clock } from "../time";
import type { Turn } from "../types";
import { useWhere } from "../written/where";

interface When {
  shown: string;
  /** What the button at a turn says to those who do not see it. */
  label: (name: string) => string;
}

/** When a turn was said, or a message sent; of one whose time nobody knows, which message it is. */
export function useWhen(): (turn: Turn) => When {
  const { t, i18n } = useTranslation(["workbench", "written"]);
  const { written, at } = useWhere();
  return (turn) => {
    if (!written) {
      const time = clock(turn.start_ms);
      return { shown: time, label: (name) => t("workbench:transcript.play_from", { name, time }) };
    }
    const place = at(turn.start_ms);
    const shown = turn.sent_at ? formatDateTime(turn.sent_at, i18n.language) : place;
    return { shown, label: (name) => t("written:show", { name, place }) };
  };
}
