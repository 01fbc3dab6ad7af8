/** `time.*` (LANGUAGE.md §5): the instant as the set's time zone reads it. */
import { assertNever } from "../base/invariant.ts";
import type { TimeField, TimeZone } from "../ir/ir.ts";

const minute = 60_000;

/**
 * A field of local time: hour 0–23, minute 0–59, weekday 0 (Sunday) to 6, date as `YYYY-MM-DD`.
 * `now` is in milliseconds since the epoch.
 */
export function localTime(zone: TimeZone, now: number, field: TimeField): number | string {
  const local = new Date(now + Math.round(offsetAt(zone, now) * minute));
  switch (field) {
    case "hour":
      return local.getUTCHours();
    case "minute":
      return local.getUTCMinutes();
    case "weekday":
      return local.getUTCDay();
    case "date":
      return local.toISOString().slice(0, 10);
    default:
      return assertNever(field);
  }
}

/** Minutes east of UTC at the instant: the last offset that holds by then. */
function offsetAt(zone: TimeZone, now: number): number {
  let minutes = 0;
  for (const offset of zone.offsets) if (offset.from <= now) minutes = offset.minutes;
  return minutes;
}
