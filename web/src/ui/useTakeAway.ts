import { notifications } from "@mantine/notifications";
import { type MouseEvent, useCallback } from "react";
import { useTranslation } from "react-i18next";

import { ApiError, tellSignedOut } from "../api";
import { useProblemText } from "./problems";

/** Most files are there before anybody wonders. */
const PATIENCE_MS = 800;

/**
 * What a link to a file does when it is pressed: `<a download href onClick={takeAway}>`. The file is fetched by the page, so
 * that a refusal is a sentence on it and not a page of its own in the server's words.
 */
export function useTakeAway(): (event: MouseEvent<HTMLAnchorElement>) => void {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return useCallback(
    (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const address = event.currentTarget.href;
      const id = `take-away ${address}`;
      const told = setTimeout(() => {
        notifications.show({ id, message: t("taking_away"), loading: true, autoClose: false, withCloseButton: false });
      }, PATIENCE_MS);
      void fetchFile(address)
        .then(save, (problem: unknown) => {
          notifications.show({ message: problemText(problem), autoClose: 10_000 });
        })
        .finally(() => {
          clearTimeout(told);
          notifications.hide(id);
        });
    },
    [t, problemText],
  );
}

interface Taken {
  body: Blob;
  name: string;
}

/** Raises ApiError, also where the server could not be reached. */
async function fetchFile(address: string): Promise<Taken> {
  const answer = await fetch(address, { credentials: "same-origin" }).catch((error: unknown) => {
    throw new ApiError(0, error);
  });
  if (answer.status === 401) tellSignedOut();
  if (!answer.ok) throw new ApiError(answer.status, await answer.json().catch(() => null));
  return { body: await answer.blob(), name: nameIn(answer.headers.get("Content-Disposition")) };
}

/** The name that the server gives the file; empty lets the browser find one. */
export function nameIn(disposition: string | null): string {
  return /filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? "";
}

function save({ body, name }: Taken): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has begun to read it by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
