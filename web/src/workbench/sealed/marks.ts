import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { NumberKind } from "../types";

/** What stands in quotes in the place of a personal number; the server writes these (`qa.pipeline.redact`). */
export const MARKS: Readonly<Record<NumberKind, string>> = {
  card: "⟦▤⟧",
  security_code: "⟦▥⟧",
  id_number: "⟦▦⟧",
  phone: "⟦▧⟧",
};

const KINDS = Object.keys(MARKS) as NumberKind[];

/** Says what the marks in a text stand for, in square brackets. */
export function useNamed(): (text: string) => string {
  const { t } = useTranslation("workbench");
  return useCallback(
    (text) => KINDS.reduce((named, kind) => named.replaceAll(MARKS[kind], `[${t(`sealed.kind.${kind}`)}]`), text),
    [t],
  );
}
