/** Many notices that say one thing become one line a day. Pure. */
import type { Kind, NoticeOut } from "../../api";

/** As on the server: what is told of many calls alike. */
const FOLDED: ReadonlySet<Kind> = new Set(["auto_fail", "leaving_cue", "distress", "assigned", "overdue", "dispute_due"]);

export interface Day {
  /** Its beginning, as an ISO date in local time. */
  date: string;
  lines: NoticeOut[][];
}

/** The notices, newest first, by days; in each day those of a kind that says one thing stand where its newest does. */
export function byDays(notices: readonly NoticeOut[]): Day[] {
  const days: Day[] = [];
  for (const notice of notices) {
    const date = localDate(new Date(notice.told_at));
    let day = days[days.length - 1];
    if (day?.date !== date) {
      day = { date, lines: [] };
      days.push(day);
    }
    const same = FOLDED.has(notice.kind) ? day.lines.find((line) => belongs(line, notice)) : undefined;
    if (same) same.push(notice);
    else day.lines.push([notice]);
  }
  return days;
}

function belongs(line: readonly NoticeOut[], notice: NoticeOut): boolean {
  const first = line[0];
  return first?.kind === notice.kind && (first.read_at === null) === (notice.read_at === null);
}

export function localDate(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** "2026-03-01" → "2026-02-28"; at noon no change of the clock moves the date. */
export function dayBefore(date: string): string {
  const noon = new Date(`${date}T12:00`);
  noon.setDate(noon.getDate() - 1);
  return localDate(noon);
}
