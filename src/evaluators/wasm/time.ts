/** Fields of local time, by arithmetic on doubles alone: a conversion to integers could trap. */
import { now } from "./request.ts";
import { note, zone, zoneCount } from "./tables.ts";

const dayLength: f64 = 86400000;

/** Of the request's instant: 0 hour, 1 minute, 2 weekday, 3 date as year x 10000 + month x 100 + day. */
export function localTime(field: u32): f64 {
  const local = now + shift();
  const day = floor(local / dayLength);
  const ofDay = local - day * dayLength;
  switch (field) {
    case 0:
      return floor(ofDay / 3600000);
    case 1:
      return modulo(floor(ofDay / 60000), 60);
    case 2:
      // Day 0, 1970-01-01, was a Thursday.
      return modulo(day + 4, 7);
    case 3:
      return dateOf(day);
    default:
      note();
      return NaN;
  }
}

function modulo(value: f64, by: f64): f64 {
  return value - floor(value / by) * by;
}

/** By bisection: the shift of the last entry that has begun. */
function shift(): f64 {
  let low: u32 = 0;
  let high = zoneCount;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(zone + <i32>(middle << 4)) <= now) low = middle + 1;
    else high = middle;
  }
  if (low > 0) return load<f64>(zone + <i32>((low - 1) << 4), 8);
  note();
  return 0;
}

/** Of a day counted from 1970-01-01 (the civil calendar in eras of 400 years from 1 March 0000). */
function dateOf(day: f64): f64 {
  const shifted = day + 719468;
  const era = floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const year = floor((ofEra - floor(ofEra / 1460) + floor(ofEra / 36524) - floor(ofEra / 146096)) / 365);
  const ofYear = ofEra - (365 * year + floor(year / 4) - floor(year / 100));
  const marchMonth = floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const civilYear = year + era * 400 + (month <= 2 ? 1 : 0);
  return civilYear * 10000 + month * 100 + dayOfMonth;
}
