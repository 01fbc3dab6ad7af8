/**
 * Scalars with a notation of their own (grammar/scalar.ebnf): durations, money, percents, dates,
 * factors, clock ranges, weekdays, integers.
 *
 * INVARIANT: each parser takes the whole text and returns a value or `null`, never a guess; its
 * `…_FORMS` constant names the accepted forms for messages.
 */
import type { ExpiryNode } from "./ast.ts";

/** What messages say a duration looks like. */
export const DURATION_FORMS = "`30s`, `60m`, `24h`, `7d`, `1y` (365 days) or a sum such as `1h30m`";
export const MONEY_FORMS = "`$500` or `$1,250.50`";
export const PERCENT_FORMS = "`80%`";
export const EXPIRY_FORMS = "a date `2026-01-31` or a date-time with offset `2026-01-31T09:00:00Z`";
export const INSTANT_FORMS =
  "a date-time with offset such as `2026-01-31T09:00:00Z` or `2026-01-31T10:00:00+01:00`";
export const INTEGER_FORMS = "an integer such as `50` or `79_000`";
export const FACTOR_FORMS = "a factor above 1 such as `10x`";
export const CLOCK_RANGE_FORMS = "two times of day such as `18:00-08:00`";
export const WEEKDAY_FORMS = "a weekday such as `mon` or `monday`, or a range such as `mon-fri`";

/** Longest first: the order in which a sum names them, each once. */
const units: readonly (readonly [string, number])[] = [
  ["y", 365 * 86_400],
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
  ["s", 1],
];

/** Seconds, more than zero. Sums name each unit once, the longest first. */
export function parseDuration(text: string): number | null {
  if (text.length > 64) return null;
  let seconds = 0;
  let rest = text;
  for (const [unit, size] of units) {
    const match = /^(\d{1,9})([ydhms])/.exec(rest);
    if (match?.[2] !== unit) continue;
    seconds += Number(match[1]) * size;
    rest = rest.slice(match[0].length);
  }
  return rest === "" && seconds > 0 && Number.isSafeInteger(seconds) ? seconds : null;
}

/** US cents. Commas stand between groups of three digits or not at all; cents have two digits. */
export function parseMoney(text: string): number | null {
  const match = text.length > 32 ? null : /^\$(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d\d))?$/.exec(text);
  if (match === null) return null;
  const cents = Number((match[1] ?? "").replaceAll(",", "")) * 100 + Number(match[2] ?? "0");
  return Number.isSafeInteger(cents) ? cents : null;
}

/** A whole number of percent; whether it may exceed 100 is the caller's to say. */
export function parsePercent(text: string): number | null {
  return /^(?:0|[1-9]\d{0,3})%$/.test(text) ? Number(text.slice(0, -1)) : null;
}

/** An integer with `_` between digits where wanted, within ±(2^53−1). */
export function parseInteger(text: string): number | null {
  if (text.length > 64 || !/^-?(?:0|[1-9]\d*(?:_\d+)*)$/.test(text)) return null;
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isSafeInteger(value)) return null;
  return value === 0 ? 0 : value;
}

/** `10x` is 10. At most three decimals, more than 1. */
export function parseFactor(text: string): number | null {
  if (!/^[1-9]\d{0,8}(?:\.\d{1,3})?x$/.test(text)) return null;
  const factor = Number(text.slice(0, -1));
  return factor > 1 ? factor : null;
}

/** A date, or a date-time with offset; only days and times that exist. */
export function parseExpiry(text: string): ExpiryNode | null {
  if (isCalendarDate(text)) return { kind: "date", date: text };
  const milliseconds = parseInstant(text);
  return milliseconds === null ? null : { kind: "instant", milliseconds };
}

/** Milliseconds since the epoch of an RFC 3339 date-time; no leap second, at most three decimals. */
export function parseInstant(text: string): number | null {
  const match =
    text.length > 40
      ? null
      : /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,3}))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/.exec(
          text,
        );
  if (match === null) return null;
  const [, date = "", hour, minute, second, fraction = "", sign, offsetHour, offsetMinute] = match;
  if (!isCalendarDate(date)) return null;
  const ofDay =
    (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1000 + Number(fraction.padEnd(3, "0"));
  const offset =
    sign === undefined ? 0 : (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === "-" ? -1 : 1);
  return Date.parse(`${date}T00:00:00Z`) + ofDay - offset * 60_000;
}

/** Whether `text` is `YYYY-MM-DD` and that day exists in the proleptic Gregorian calendar. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Minutes since midnight; `from` after `to` means across midnight. */
export interface ClockRange {
  readonly from: number;
  readonly to: number;
}

/** `18:00-08:00`. The two times differ; `24:00` is the end of the day and may only come second. */
export function parseClockRange(text: string): ClockRange | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  if (match === null) return null;
  const from = Number(match[1]) * 60 + Number(match[2]);
  const to = match[3] === undefined ? 24 * 60 : Number(match[3]) * 60 + Number(match[4]);
  return from === to ? null : { from, to };
}

const weekdays: readonly string[] = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
];

/** The days, ascending from 0 = Sunday, of a weekday's name or a range of them (`sat-sun` wraps around). */
export function parseWeekdays(text: string): readonly number[] | null {
  const [first, last = first, ...more] = text.split("-", 3);
  const from = weekdayOf(first ?? "");
  const to = weekdayOf(last ?? "");
  if (more.length > 0 || from === null || to === null || (text.includes("-") && from === to)) return null;
  const days: number[] = [];
  for (let day = from; ; day = (day + 1) % 7) {
    days.push(day);
    if (day === to) return days.sort((a, b) => a - b);
  }
}

function weekdayOf(name: string): number | null {
  const found = weekdays.findIndex((day) => day === name || day.slice(0, 3) === name);
  return found === -1 ? null : found;
}
