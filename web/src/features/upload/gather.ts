/** Sorts dropped files into calls: a recording, perhaps its other half, perhaps the file or the row with its details. */
import type { MetadataRow } from "../../api";
import { isTable, means } from "./tables";

export interface Gathered {
  file: File;
  /** A chat or a mail instead of a recording. */
  written: boolean;
  /** The customer's recording, where `file` is the agent's alone. */
  second: File | null;
  sidecar: File | null;
}

export interface Gathering {
  calls: Gathered[];
  /** Details files that belong to no recording here. */
  lonely: File[];
}

const AGENT_ENDING = /[-_. ](agent|נציג|נציגה)$/iu;
const CUSTOMER_ENDING = /[-_. ](customer|client|לקוח|לקוחה)$/iu;

function stemOf(file: File): string {
  return file.name.replace(/\.[^.]*$/, "");
}

function isDetails(file: File): boolean {
  return /\.json$/i.test(file.name);
}

/** By their names; of JSON, which may be details of a recording as well, by what is in it. */
export async function writtenAmong(files: File[]): Promise<Set<File>> {
  const found = new Set(files.filter((file) => /\.(txt|eml)$/i.test(file.name)));
  for (const file of files.filter(isDetails)) if (await holdsMessages(file)) found.add(file);
  return found;
}

async function holdsMessages(file: File): Promise<boolean> {
  if (file.size > LARGEST_WRITTEN) return false;
  try {
    const said: unknown = JSON.parse(await file.text());
    return Array.isArray(said) || (typeof said === "object" && said !== null && "messages" in said);
  } catch {
    return false;
  }
}

/** More is refused by the server. */
const LARGEST_WRITTEN = 5 << 20;

/**
 * Joins "x-agent.wav" with "x-customer.wav", and "x.json" or a table's row with the recording called x. A file of its
 * own outranks a row. Order of the drop is kept.
 */
export function gather(files: File[], rows: MetadataRow[] = [], written: ReadonlySet<File> = new Set()): Gathering {
  const isCall = (file: File) => written.has(file) || !(isDetails(file) || isTable(file));
  const details = new Map(files.filter((file) => isDetails(file) && !isCall(file)).map((file) => [stemOf(file), file]));
  const recordings = files.filter(isCall);
  const customers = new Map(
    recordings
      .filter((file) => CUSTOMER_ENDING.test(stemOf(file)))
      .map((file) => [stemOf(file).replace(CUSTOMER_ENDING, ""), file]),
  );
  const joined = new Set<File>();
  const taken = new Set<string>();

  const detailsFor = (...stems: string[]): File | null => {
    const stem = stems.find((candidate) => details.has(candidate));
    if (stem === undefined) return null;
    taken.add(stem);
    return details.get(stem) ?? null;
  };

  const rowFor = (file: File): MetadataRow | undefined => rows.find((row) => row.file !== null && means(row.file, file));

  const pairs = new Map<File, File>();
  for (const file of recordings) {
    const named = rowFor(file)?.second;
    const partner = named ? recordings.find((other) => other !== file && means(named, other)) : undefined;
    if (partner === undefined) continue;
    pairs.set(file, partner);
    joined.add(partner);
  }
  for (const file of recordings) {
    const stem = stemOf(file);
    const partner = AGENT_ENDING.test(stem) ? customers.get(stem.replace(AGENT_ENDING, "")) : undefined;
    if (partner === undefined || joined.has(partner) || pairs.has(file)) continue;
    pairs.set(file, partner);
    joined.add(partner);
  }

  const calls = recordings
    .filter((file) => !joined.has(file))
    .map((file) => {
      const stem = stemOf(file);
      const second = pairs.get(file) ?? null;
      const own = detailsFor(stem, ...(second === null ? [] : [stem.replace(AGENT_ENDING, "")]));
      const sidecar = own ?? asFile(rowFor(file));
      return { file, written: written.has(file), second, sidecar };
    });
  return { calls, lonely: [...details].filter(([stem]) => !taken.has(stem)).map(([, file]) => file) };
}

function asFile(row: MetadataRow | undefined): File | null {
  return row === undefined ? null : new File([JSON.stringify(row.facts)], "row.json", { type: "application/json" });
}
