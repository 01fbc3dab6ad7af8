/** Dates of the proleptic Gregorian calendar, and when they begin in a zone. */
import type { TimeZone } from "./ir.ts";

const minute = 60_000;

/** Midnight UTC of a `YYYY-MM-DD` that exists, in milliseconds since the epoch; else `null`. */
export function dateToMilliseconds(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return null;
  const [, year, month, day] = match.map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.toISOString().startsWith(text) ? date.getTime() : null;
}

/** `YYYY-MM-DD` of an instant, read in UTC. */
export function utcDate(milliseconds: number): string {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? String(milliseconds) : date.toISOString().slice(0, 10);
}

/** The first instant of a date in the zone; `midnight` is that date's midnight in UTC. */
export function startOfDate(zone: TimeZone, midnight: number): number {
  for (const [i, { from, minutes }] of zone.offsets.entries()) {
    const until = zone.offsets[i + 1]?.from ?? Infinity;
    const begins = midnight - minutes * minute;
    // A clock set forward over midnight begins the date at the change itself.
    if (begins < until) return i === 0 ? begins : Math.max(begins, from);
  }
  return midnight;
}

/** LANGUAGE.md §2: a date expires at its first instant in UTC or in the zone, whichever is earlier. */
export function firstInstant(zone: TimeZone, midnight: number): number {
  return Math.min(midnight, startOfDate(zone, midnight));
}
