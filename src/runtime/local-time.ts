/** Fields of local time, by arithmetic alone. */
import { doubleAt } from "./block.ts";
import type { Program } from "./program.ts";

const dayLength = 86_400_000;

/** Hour, minute, weekday or date (as year × 10000 + month × 100 + day) of the request's instant; -1 without one. */
export function timeField(program: Program, field: number): number {
  const now = program.scratch.now;
  if (now < 0) return -1;
  const local = now + shiftAt(program, now);
  const day = Math.floor(local / dayLength);
  const ofDay = local - day * dayLength;
  switch (field) {
    case 0:
      return Math.floor(ofDay / 3_600_000);
    case 1:
      return Math.floor(ofDay / 60_000) % 60;
    case 2:
      // Day 0, 1970-01-01, was a Thursday.
      return (((day + 4) % 7) + 7) % 7;
    default:
      return dateOf(day);
  }
}

/** By bisection: the shift of the last entry that has begun. */
function shiftAt(program: Program, now: number): number {
  const zone = program.zone / 2;
  let low = 0;
  let high = program.zones;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (doubleAt(program.block, zone + middle * 2) <= now) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : doubleAt(program.block, zone + (low - 1) * 2 + 1);
}

/** The date of a day counted from 1970-01-01 (the civil calendar in eras of 400 years from 1 March 0000). */
function dateOf(day: number): number {
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
  return civilYear * 10_000 + month * 100 + dayOfMonth;
}
