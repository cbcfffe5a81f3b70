/** What of the workbench lives in the address: the moment, the question, what is searched for. Pure. */

export interface Place {
  /** Milliseconds of the call; null: the beginning. */
  ms: number | null;
  question: string | null;
  find: string;
}

/** Reads an address; whatever it does not know is as if it were not there. */
export function placeIn(search: string): Place {
  const asked = new URLSearchParams(search);
  const moment = asked.get("t") ?? "";
  return {
    ms: /^\d{1,9}$/.test(moment) ? Number(moment) : null,
    question: asked.get("question"),
    find: asked.get("find") ?? "",
  };
}

/** The same address with this place in it, and nothing in it that says nothing. */
export function addressWith(href: string, { ms, question, find }: Place): string {
  const url = new URL(href);
  const told = { t: ms === null || ms < 1 ? "" : String(Math.round(ms)), question: question ?? "", find: find.trim() };
  for (const [name, value] of Object.entries(told)) {
    if (value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url.toString();
}
