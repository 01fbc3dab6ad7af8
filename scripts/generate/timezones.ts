/**
 * Writes `src/generated/timezones.ts`: the offsets of every IANA zone from the epoch to 2100-01-01.
 *
 * They are read off the ICU of the pinned dev dependency `node`, whose tz version they name; the
 * package `tzdata` only lists the names, since ICU does not list its aliases. A zone is its changes
 * one by one up to the year from which two yearly changes repeat, then those two as a rule. A rule
 * is written only if it gives back exactly the changes it stands for.
 */
import { createRequire } from "node:module";
import type { GeneratedFile } from "./generated-file.ts";

/** Requests have `now` up to 4102444800000 (LANGUAGE.md §4). */
const lastYear = 2100;
const end = Date.UTC(lastYear, 0, 1) / 1000;
const day = 86_400;

/** Seconds since the epoch, and the seconds east of UTC from then on. */
interface Change {
  readonly at: number;
  readonly offset: number;
}

/** Every year: `seconds` after midnight UTC of the first `weekday` on or after `firstDay` of `month`. */
interface YearlyChange {
  readonly month: number;
  readonly firstDay: number;
  readonly weekday: number;
  readonly seconds: number;
  readonly offset: number;
}

interface Zone {
  readonly first: number;
  readonly changes: readonly Change[];
  readonly rule: { readonly from: number; readonly yearly: readonly YearlyChange[] } | null;
}

/** Seconds east of UTC at an instant. `Date` would be quicker, but guesses between far samples. */
type Clock = (seconds: number) => number;

function clockOf(name: string): Clock {
  const format = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
  return (seconds) => {
    const [, sign, hours, minutes, rest] =
      /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(seconds * 1000)) ?? [];
    const offset = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0);
    return sign === "-" && offset !== 0 ? -offset : offset;
  };
}

/** The first second in (low, high] with another offset than `low` has. */
function changeBetween(clock: Clock, low: number, high: number): number {
  const before = clock(low);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (clock(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** No zone since 1970 changed its clocks to and fro within five days. */
const step = 5 * day;
/** A zone without a change in the ten years before has none after. */
const settled = Date.UTC(2038, 0, 1) / 1000;

function changesOf(name: string): { first: number; changes: Change[] } {
  const clock = clockOf(name);
  const first = clock(0);
  const changes: Change[] = [];
  for (let at = 0, offset = first; at < end; at += step) {
    if (at > settled && settled - (changes.at(-1)?.at ?? 0) > 3650 * day) break;
    const until = Math.min(at + step, end);
    if (clock(until) === offset) continue;
    offset = clock(until);
    changes.push({ at: changeBetween(clock, at, until), offset });
  }
  return { first, changes };
}

const yearOf = (at: number): number => new Date(at * 1000).getUTCFullYear();

function expand(rule: YearlyChange, year: number): Change {
  const start = Date.UTC(year, rule.month, rule.firstDay) / 1000;
  const weekday = new Date(start * 1000).getUTCDay();
  return {
    at: start + ((rule.weekday - weekday + 7) % 7) * day + rule.seconds,
    offset: rule.offset,
  };
}

/** The rule behind yearly changes, if there is one; `shift` is the day that the local date differs by. */
function fitOne(changes: readonly Change[], shift: number): YearlyChange | null {
  const [sample] = changes;
  if (sample === undefined) return null;
  const dates = changes.map(({ at }) => new Date((Math.floor(at / day) + shift) * day * 1000));
  const [date] = dates;
  if (date === undefined) return null;
  const rule: YearlyChange = {
    month: date.getUTCMonth(),
    firstDay: Math.min(...dates.map((d) => d.getUTCDate())),
    weekday: date.getUTCDay(),
    seconds: sample.at - date.getTime() / 1000,
    offset: sample.offset,
  };
  const holds = changes.every((change, i) => {
    const year = dates[i]?.getUTCFullYear() ?? 0;
    const expected = expand(rule, year);
    return expected.at === change.at && expected.offset === change.offset;
  });
  return holds ? rule : null;
}

function fit(changes: readonly Change[], from: number): Zone["rule"] {
  const tail = changes.filter(({ at }) => yearOf(at) >= from);
  if (tail.length !== (lastYear - from) * 2) return null;
  const yearly = [0, 1].map((parity) => {
    const half = tail.filter((_, i) => i % 2 === parity);
    for (const shift of [0, 1, -1]) {
      const rule = fitOne(half, shift);
      if (rule !== null) return rule;
    }
    return null;
  });
  const [a, b] = yearly;
  if (a === null || b === null || a === undefined || b === undefined) return null;
  const again: Change[] = [];
  for (let year = from; year < lastYear; year++) again.push(expand(a, year), expand(b, year));
  again.sort((x, y) => x.at - y.at);
  return JSON.stringify(again) === JSON.stringify(tail) ? { from, yearly: [a, b] } : null;
}

function zoneOf(name: string): Zone {
  const { first, changes } = changesOf(name);
  if (changes.length === 0 || yearOf(changes.at(-1)?.at ?? 0) < lastYear - 1)
    return { first, changes, rule: null };
  for (let from = 1971; from < lastYear - 5; from++) {
    const rule = fit(changes, from);
    if (rule !== null) return { first, changes: changes.filter(({ at }) => yearOf(at) < from), rule };
  }
  return { first, changes, rule: null };
}

/** All times and offsets since 1970 are multiples of it; Liberia's last local mean time wants it. */
const unit = 30;

/**
 * `offsets|changes|from rule rule`. Offsets are listed once, the first being in force at the epoch,
 * and then named by `A`, `B` …; a change is the time since the one before it and its offset's letter.
 * Numbers are in base 36 and in units of 30 seconds.
 */
function encode({ first, changes, rule }: Zone): string {
  const number = (value: number): string => {
    if (!Number.isInteger(value)) throw new RangeError(`${value} is no multiple of ${unit} seconds`);
    return value.toString(36);
  };
  const offsets = [first, ...changes.map((c) => c.offset), ...(rule?.yearly.map((r) => r.offset) ?? [])];
  const listed = [...new Set(offsets)];
  const letter = (offset: number): string => String.fromCharCode(65 + listed.indexOf(offset));
  let at = 0;
  const written = changes.map((change) => {
    const text = number((change.at - at) / unit) + letter(change.offset);
    at = change.at;
    return text;
  });
  const rules = rule?.yearly.map(
    (r) => [r.month, r.firstDay, r.weekday, r.seconds / unit].map(number).join(",") + letter(r.offset),
  );
  const tail = rule === null ? "" : [String(rule.from), ...(rules ?? [])].join(" ");
  return `${listed.map((offset) => number(offset / unit)).join(",")}|${written.join("")}|${tail}`;
}

/** The names that both the tz database and ICU know; `Factory` is no place. */
function zoneNames(): string[] {
  const data = createRequire(import.meta.url)("tzdata") as {
    readonly zones: Readonly<Record<string, unknown>>;
  };
  const isKnown = (name: string): boolean => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      return name !== "Factory";
    } catch {
      return false;
    }
  };
  return Object.keys(data.zones).filter(isKnown).sort();
}

/** The text of `src/generated/timezones.ts`. */
function timezonesModule(): string {
  const version = process.versions["tz"] ?? "unknown";
  const names = new Map<string, string[]>();
  const byCanonical = new Map<string, string>();
  for (const name of zoneNames()) {
    const canonical = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
    const encoded = byCanonical.get(canonical) ?? encode(zoneOf(name));
    byCanonical.set(canonical, encoded);
    const same = names.get(encoded);
    if (same === undefined) names.set(encoded, [name]);
    else same.push(name);
  }
  const lines = [...names].map(([encoded, zones]) => `${zones.join(" ")}|${encoded}`).sort();
  return `// Generated by scripts/generate.ts from the ICU of the dev dependency node: do not edit.
/** The version of the IANA time zone database. */
export const tzdataVersion: string = ${JSON.stringify(version)};
/** A line for each set of zones with equal offsets; src/ir/timezone.ts reads it. */
export const timezoneTable: string = \`
${lines.join("\n")}
\`;
`;
}

export function generateTimezones(): Promise<readonly GeneratedFile[]> {
  return Promise.resolve([{ path: "src/generated/timezones.ts", text: timezonesModule() }]);
}
