import { useMemo } from "react";
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

interface Naming {
  /** Says what the marks in a text stand for, in square brackets. */
  named: (text: string) => string;
  /** The other way: such names as marks again. */
  marked: (text: string) => string;
}

export function useNaming(): Naming {
  const { t } = useTranslation("workbench");
  return useMemo(() => {
    const name = (kind: NumberKind): string => `[${t(`sealed.kind.${kind}`)}]`;
    return {
      named: (text) => KINDS.reduce((done, kind) => done.replaceAll(MARKS[kind], name(kind)), text),
      marked: (text) => KINDS.reduce((done, kind) => done.replaceAll(name(kind), MARKS[kind]), text),
    };
  }, [t]);
}

export function useNamed(): (text: string) => string {
  return useNaming().named;
}
