/** ISO weeks as the server counts them: from Monday to Sunday, in UTC. */
import { localeOf } from "../../i18n";

const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;

/** The Monday of "2026-W47". */
export function mondayOf(week: string): Date {
  const [year = 0, number = 1] = week.split("-W").map(Number);
  const fourth = Date.UTC(year, 0, 4); // the fourth of January lies in the first week
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return new Date(fourth + (number - 1) * WEEK_MS - weekday * DAY_MS);
}

/** "2026-W47" of a moment. */
export function weekOf(moment: Date): string {
  const weekday = (moment.getUTCDay() + 6) % 7;
  const thursday = new Date(moment.getTime() + (3 - weekday) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const number = Math.floor((thursday.getTime() - first) / WEEK_MS) + 1;
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, "0")}`;
}

/** "16–22 Nov" as the interface language writes it. */
export function formatWeek(week: string, language: string): string {
  const monday = mondayOf(week);
  const written = new Intl.DateTimeFormat(localeOf(language), { day: "numeric", month: "short", timeZone: "UTC" });
  return written.formatRange(monday, new Date(monday.getTime() + 6 * DAY_MS));
}
