/** Metadata files with many rows: the server reads them, as it does for folders, and each recording gets its row. */
import { ApiError, ask, type MetadataRow, readMetadata } from "../../api";
import type { Told } from "../../ui/problems";

export interface Tables {
  rows: MetadataRow[];
  /** Files that could not be read, and rows that must not be used: what to tell about each. */
  problems: { name: string; problem: Told }[];
}

export function isTable(file: File): boolean {
  return /\.csv$/i.test(file.name);
}

/** Reads every table among the files. A row that names no recording speaks of the one that bears the table's own name. */
export async function readTables(files: File[]): Promise<Tables> {
  const found: Tables = { rows: [], problems: [] };
  for (const file of files.filter(isTable)) {
    try {
      for (const row of await ask(readMetadata({ body: { file } }))) {
        if (row.problem === null) found.rows.push({ ...row, file: row.file ?? stemOf(file.name) });
        else found.problems.push({ name: file.name, problem: row.problem });
      }
    } catch (error) {
      found.problems.push({ name: file.name, problem: error instanceof ApiError ? error : new ApiError(0, error) });
    }
  }
  return found;
}

/** Whether a name out of a table means this recording: in full, or without its ending, whatever the case. */
export function means(named: string, file: File): boolean {
  const wanted = lastPart(named).toLocaleLowerCase();
  const name = file.name.toLocaleLowerCase();
  return wanted === name || wanted === stemOf(name);
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, "");
}
