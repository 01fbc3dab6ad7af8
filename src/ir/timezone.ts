/**
 * Time zones by IANA name, from the table that `scripts/generate/timezones.ts` wrote.
 *
 * INVARIANT: offsets are exact from the epoch to 2100-01-01, the range of `now` (LANGUAGE.md §4).
 */
import { timezoneTable, tzdataVersion } from "../generated/timezones.ts";
import type { Located } from "../syntax/ast.ts";
import type { TimeZone } from "./ir.ts";
import type { References } from "./names.ts";

type Offset = TimeZone["offsets"][number];

/** Milliseconds of a unit of the table. */
const unit = 30_000;
const day = 86_400_000;
const end = Date.UTC(2100, 0, 1);

/** UTC, which needs no table. */
export const utc: TimeZone = { name: "UTC", tzdata: tzdataVersion, offsets: [{ from: 0, minutes: 0 }] };

/** The zone, or UTC when none is named; an unknown one is reported and read as UTC. */
export function lowerTimeZone(name: Located<string> | null, references: References): TimeZone {
  if (name === null) return utc;
  const zone = timeZone(name.value);
  if (zone !== null) return zone;
  references.undefined("time zone", name, new Set(zoneNames()), "zones have names such as `Europe/Berlin`");
  return utc;
}

/** The zone of that name, upper and lower case as the tz database has them; `null` when there is none. */
export function timeZone(name: string): TimeZone | null {
  if (name === "UTC") return utc;
  const line = tableLines().find((l) => l.slice(0, l.indexOf("|")).split(" ").includes(name));
  return line === undefined ? null : { name, tzdata: tzdataVersion, offsets: readOffsets(line) };
}

/** Every name of the table. */
export function zoneNames(): string[] {
  return tableLines().flatMap((line) => line.slice(0, line.indexOf("|")).split(" "));
}

function tableLines(): string[] {
  return timezoneTable.trim().split("\n");
}

/** `names|offsets|changes|from rule rule`, as the generator describes it. */
function readOffsets(line: string): Offset[] {
  const [, listed = "", changes = "", tail = ""] = line.split("|");
  const minutes = listed.split(",").map((text) => parseInt(text, 36) * (unit / 60_000));
  const offset = (letter: string | undefined): number => minutes[(letter ?? "A").charCodeAt(0) - 65] ?? 0;
  const offsets: Offset[] = [{ from: 0, minutes: offset("A") }];
  let at = 0;
  for (const [, since = "", letter] of changes.matchAll(/([0-9a-z]+)([A-Z])/g)) {
    at += parseInt(since, 36) * unit;
    offsets.push({ from: at, minutes: offset(letter) });
  }
  const [from, ...rules] = tail.split(" ");
  for (let year = Number(from); rules.length > 0 && year < 2100; year++) {
    const changed = rules.map((rule) => ({ from: yearly(rule, year), minutes: offset(rule.at(-1)) }));
    offsets.push(...changed.filter((change) => change.from < end).sort((a, b) => a.from - b.from));
  }
  return offsets;
}

/** `month,firstDay,weekday,units`: so long after midnight UTC of the first such weekday from that day on. */
function yearly(rule: string, year: number): number {
  const [month = 0, firstDay = 1, weekday = 0, units = 0] = rule
    .slice(0, -1)
    .split(",")
    .map((text) => parseInt(text, 36));
  const start = Date.UTC(year, month, firstDay);
  const wait = (weekday - new Date(start).getUTCDay() + 7) % 7;
  return start + wait * day + units * unit;
}
