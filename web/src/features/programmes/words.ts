import { useTranslation } from "react-i18next";

import type { CohortBrief } from "../../api";

/** Where a cohort stands, in words: "practice, week 2". */
export function useStanding(): (cohort: Pick<CohortBrief, "stage" | "week">) => string {
  const { t } = useTranslation("programmes");
  return ({ stage, week }) => {
    if (stage === "before") return t("standing.before", { count: -week });
    return t(`standing.${stage}`, { week });
  };
}

/** What a kind of due is called; a kind that came without words shows its own name. */
export function useDueName(): (kind: string) => string {
  const { t } = useTranslation("programmes");
  return (kind) => t(`due.${kind}`, { defaultValue: kind });
}
