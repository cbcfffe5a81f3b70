import { useTranslation } from "react-i18next";

import type { NoticeOut } from "../../api";

/** A name keeps its own direction inside a sentence of another. */
const isolated = (name: string) => `\u2068${name}\u2069`;

/** Gives the sentence of a notice, or of `count` of its kind. */
export function useSentence(): (notice: NoticeOut, count?: number) => string {
  const { t } = useTranslation("notices");
  return (notice, count = 1) => {
    const call = notice.agent_name === null ? t("call") : t("call_of", { agent: isolated(notice.agent_name) });
    const by = notice.by_name === null ? t("somebody") : isolated(notice.by_name);
    return t(`say.${notice.kind}`, { count, call, by });
  };
}
