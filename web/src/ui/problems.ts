import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import { ApiError } from "../api";

interface Told {
  code: string;
  message: string;
}

/** Gives the sentence for a code in the interface language; a code nobody translated shows the server's own words. */
export function useProblemText(): (problem: unknown) => string {
  const { t } = useTranslation("problems");
  return useCallback(
    (problem) => {
      const told = toldBy(problem);
      if (told === null) return t("unexpected");
      return t(told.code, {
        defaultValue: told.message === "" ? t("unexpected") : told.message,
        // What the server says beside the code, such as the line of a file; set apart, for it is English.
        message: `\u2068${told.message}\u2069`,
      });
    },
    [t],
  );
}

function toldBy(problem: unknown): Told | null {
  if (problem instanceof ApiError) return problem;
  if (typeof problem === "object" && problem !== null && "code" in problem && "message" in problem) {
    return { code: String(problem.code), message: String(problem.message) };
  }
  return null;
}
