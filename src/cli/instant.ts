/** Points in time given as arguments. */
import { CallFailure } from "./failure.ts";

/** The largest `now` of a valid request: 2100-01-01. */
const last = 4_102_444_800_000;

/**
 * Milliseconds since the epoch of `2026-01-05` (its first instant in UTC), of a date-time with an
 * offset, or of a count of milliseconds. Anything else is a failure that names the accepted forms.
 */
export function parseInstant(text: string, flag: string): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isDateTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const value = /^\d{1,13}$/.test(text) ? Number(text) : isDate || isDateTime ? Date.parse(text) : Number.NaN;
  // A day that its month has not would roll over into the next.
  const rolled = (isDate || isDateTime) && !isRealDate(text.slice(0, 10));
  if (Number.isNaN(value) || rolled || value < 0 || value > last) {
    throw new CallFailure(
      `${flag} \`${text}\` is no point in time`,
      "write 2026-01-05, 2026-01-05T03:00:00Z or milliseconds since 1970, at most the year 2099",
    );
  }
  return value;
}

function isRealDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(date);
}
