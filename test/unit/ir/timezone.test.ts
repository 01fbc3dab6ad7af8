import { expect, test } from "vitest";
import { dateToMilliseconds, firstInstant, startOfDate } from "../../../src/ir/calendar.ts";
import type { TimeZone } from "../../../src/ir/ir.ts";
import { timeZone, zoneNames } from "../../../src/ir/timezone.ts";
import { compileText, saidOf, setOf } from "../../support/compile-text.ts";

function zone(name: string): TimeZone {
  const found = timeZone(name);
  if (found === null) throw new Error(`no zone ${name}`);
  return found;
}

function minutesAt({ offsets }: TimeZone, at: number): number {
  return offsets.findLast(({ from }) => from <= at)?.minutes ?? NaN;
}

/** What the machine's own ICU says, for every name that it knows. */
function clockOf(name: string): ((at: number) => number) | null {
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
    return (at) => {
      const [, sign, hours, minutes, seconds] =
        /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(at)) ?? [];
      const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0) + Number(seconds ?? 0) / 60;
      return sign === "-" ? 0 - offset : offset;
    };
  } catch {
    return null;
  }
}

test("every zone agrees with Intl at its changes, just before them, and between", () => {
  const wrong: string[] = [];
  // Aliases share their lines; a fixed step through all names meets every kind of zone.
  for (const name of zoneNames().filter((_, i) => i % 3 === 0)) {
    const clock = clockOf(name);
    if (clock === null) continue;
    const found = zone(name);
    const { offsets } = found;
    const instants = offsets.flatMap(({ from }) => (from === 0 ? [0] : [from - 1, from]));
    for (let at = 0; at < 4_102_444_800_000; at += 397 * 86_400_000) instants.push(at);
    for (const at of instants) {
      if (Math.abs(clock(at) - minutesAt(found, at)) > 1e-6) {
        wrong.push(`${name} at ${new Date(at).toISOString()}`);
        break;
      }
    }
  }
  expect(wrong).toEqual([]);
});

test.each([
  ["Europe/Berlin", "1980-04-06T00:59:59Z", 60],
  ["Europe/Berlin", "1980-04-06T01:00:00Z", 120],
  ["Europe/Berlin", "2099-07-01T00:00:00Z", 120],
  ["America/New_York", "2007-03-11T06:59:59Z", -300],
  ["America/New_York", "2007-03-11T07:00:00Z", -240],
  ["Asia/Kathmandu", "2026-01-01T00:00:00Z", 345],
  ["Australia/Lord_Howe", "2026-01-01T00:00:00Z", 660],
  ["Australia/Lord_Howe", "2026-07-01T00:00:00Z", 630],
  ["Pacific/Apia", "2011-12-30T09:59:59Z", -600],
  ["Pacific/Apia", "2011-12-30T10:00:00Z", 840],
  ["Africa/Monrovia", "1971-01-01T00:00:00Z", -44.5],
  ["US/Pacific", "2026-01-01T00:00:00Z", -480],
])("%s is at %s %d minutes east of UTC", (name, at, minutes) => {
  expect(minutesAt(zone(name), Date.parse(at))).toBe(minutes);
});

test("offsets ascend from 0, and neighbours differ", () => {
  for (const name of zoneNames()) {
    const { offsets } = zone(name);
    expect(offsets[0]?.from, name).toBe(0);
    offsets.slice(1).forEach((offset, i) => {
      expect(offset.from, name).toBeGreaterThan(offsets[i]?.from ?? Infinity);
      expect(offset.minutes, name).not.toBe(offsets[i]?.minutes);
    });
  }
});

test("a date begins when the zone's clock first shows it", () => {
  const start = (name: string, date: string): string =>
    new Date(startOfDate(zone(name), dateToMilliseconds(date) ?? NaN)).toISOString();
  expect(start("Europe/Berlin", "2026-07-01")).toBe("2026-06-30T22:00:00.000Z");
  expect(start("America/New_York", "2026-07-01")).toBe("2026-07-01T04:00:00.000Z");
  // Clocks go from 23:59:59 to 01:00: the day begins at the change.
  expect(start("America/Havana", "2026-03-08")).toBe("2026-03-08T05:00:00.000Z");
  // Samoa had no such day.
  expect(start("Pacific/Apia", "2011-12-30")).toBe("2011-12-30T10:00:00.000Z");
  // Clocks go back over midnight: the day begins twice, and the first time counts.
  expect(start("America/Havana", "2026-11-01")).toBe("2026-11-01T04:00:00.000Z");
});

test("the first instant of a date is never later than in UTC", () => {
  const midnight = Date.UTC(2026, 6, 1);
  expect(firstInstant(zone("America/New_York"), midnight)).toBe(midnight);
  expect(firstInstant(zone("Asia/Tokyo"), midnight)).toBe(midnight - 9 * 3_600_000);
});

test.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", "2026-04-31", ""])(
  "%s is no date",
  (text) => {
    expect(dateToMilliseconds(text)).toBeNull();
  },
);

test("the set has the config's zone, and an unknown one is an error with the name that was meant", () => {
  const policy = "agent: a\npolicies:\n  - x:y on z/*\n";
  expect(setOf(policy).timezone).toMatchObject({ name: "UTC", offsets: [{ from: 0, minutes: 0 }] });
  expect(setOf(policy, "timezone: Asia/Tokyo\n").timezone).toMatchObject({
    name: "Asia/Tokyo",
    offsets: [{ from: 0, minutes: 540 }],
  });
  const compiled = compileText(policy, "timezone: Europe/Berlim\n");
  expect(saidOf(compiled)).toEqual([
    "undefined-reference no such time zone: `Europe/Berlim` @ Europe/Berlim",
  ]);
  expect(compiled.diagnostics[0]?.help).toBe("did you mean `Europe/Berlin`?");
});

test("the zone names the version of the database that its offsets are from", () => {
  expect(zone("Europe/Berlin").tzdata).toMatch(/^20\d\d[a-z]$/);
});
