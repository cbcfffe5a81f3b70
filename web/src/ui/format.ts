/** Dates, lengths and numbers as the interface language writes them. */
import { localeOf } from "../i18n";

const SECOND_MS = 1000;

export function formatDateTime(iso: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

export function formatDate(iso: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: "long" }).format(new Date(iso));
}

/** "5 Nov" of a date without a time. */
export function formatDay(iso: string, language: string): string {
  const form = new Intl.DateTimeFormat(localeOf(language), { day: "numeric", month: "short", timeZone: "UTC" });
  return form.format(new Date(iso));
}

/** 83_000 → "1:23", 3_723_000 → "1:02:03"; the same digits in both languages. */
export function formatLength(milliseconds: number): string {
  const seconds = Math.round(milliseconds / SECOND_MS);
  const parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(localeOf(language)).format(value);
}

/** A share of 0..1 as a whole per cent, never "100%" before the end. */
export function formatShare(share: number, language: string): string {
  const capped = share < 1 ? Math.min(share, 0.99) : 1;
  return new Intl.NumberFormat(localeOf(language), { style: "percent", maximumFractionDigits: 0 }).format(capped);
}

/** A name within a sentence, whose own direction does not disorder what stands around it. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
