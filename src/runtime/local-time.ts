/** Fields of local time, by arithmetic alone. */
import type { Program, TimeField } from "./program.ts";

const dayLength = 86_400_000;

/** The field at the instant `now`, in milliseconds since the epoch. */
export function readTime(program: Program, now: number, field: TimeField): number | string {
  const local = now + shiftAt(program, now);
  const day = Math.floor(local / dayLength);
  const ofDay = local - day * dayLength;
  switch (field) {
    case "hour":
      return Math.floor(ofDay / 3_600_000);
    case "minute":
      return Math.floor(ofDay / 60_000) % 60;
    case "weekday":
      // Day 0, 1970-01-01, was a Thursday.
      return (((day + 4) % 7) + 7) % 7;
    case "date":
      return dateOf(day);
  }
}

/** By bisection: the shift of the last entry that has begun. */
function shiftAt({ offsets }: Program, now: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle]?.from ?? 0) <= now) low = middle + 1;
    else high = middle;
  }
  return offsets[low - 1]?.shift ?? 0;
}

/** `YYYY-MM-DD` of a day counted from 1970-01-01 (the civil calendar in eras of 400 years from 1 March 0000). */
function dateOf(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const civilYear = year + era * 400 + (month <= 2 ? 1 : 0);
  return digits(civilYear, 4) + "-" + digits(month, 2) + "-" + digits(dayOfMonth, 2);
}

function digits(value: number, width: number): string {
  return ("000" + value).slice(-width);
}
