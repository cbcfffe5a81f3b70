import type { TFunction } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "../api";
import { isolated } from "./format";

/** A refusal, as far as a page keeps it to be shown. */
export interface Told {
  code: string;
  message: string;
  detail?: unknown;
}

/**
 * Gives the sentence for a code in the interface language; a code nobody translated shows the server's own words.
 *
 * What the server tells beside the code may stand in the sentence: its facts by their names, and `{{message}}`, which
 * is the reason in the interface language where it has a name (`why`), and else the server's own words.
 */
export function useProblemText(): (problem: unknown) => string {
  const { t } = useTranslation("problems");
  return useCallback(
    (problem) => {
      const told = toldBy(problem);
      if (told === null) return t("unexpected");
      const facts = factsOf(told.detail);
      const message = reasonOf(t, told, facts) ?? isolated(told.message);
      return t(told.code, {
        ...facts,
        defaultValue: told.message === "" ? t("unexpected") : told.message,
        message,
      });
    },
    [t],
  );
}

function reasonOf(t: TFunction<"problems">, { code, detail }: Told, facts: Record<string, unknown>): string | null {
  if (typeof detail !== "object" || detail === null || !("why" in detail)) return null;
  const why = t(`why.${code}.${String(detail.why)}`, { ...facts, defaultValue: "" });
  if (why === "") return null;
  const places = (["line", "item", "message"] as const).filter((place) => typeof facts[place] === "number");
  return [...places.map((place) => t(`at.${place}`, facts)), why].join(" ");
}

function factsOf(detail: unknown): Record<string, unknown> {
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) return {};
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, shown(value)]));
}

/** Texts of the server may be in any language: each keeps its own direction within the sentence. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => isolated(String(one))).join(", ");
  return typeof value === "string" ? isolated(value) : value;
}

function toldBy(problem: unknown): Told | null {
  if (problem instanceof ApiError) return problem;
  if (typeof problem === "object" && problem !== null && "code" in problem && "message" in problem) {
    const detail = "detail" in problem ? problem.detail : null;
    return { code: String(problem.code), message: String(problem.message), detail };
  }
  return null;
}
