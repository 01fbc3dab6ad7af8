import { expect, test } from "vitest";
import { InternedSets } from "../../../src/automata/value-set.ts";
import { JointTimes } from "../../../src/diff/joint-time.ts";
import { timeZone } from "../../../src/ir/timezone.ts";
import type { CompareOperator, TimeField, TimeZone } from "../../../src/ir/ir.ts";
import { localTime } from "../../../src/reference/local-time.ts";

function zone(name: string): TimeZone {
  const found = timeZone(name);
  if (found === null) throw new Error(name);
  return found;
}

const times = new JointTimes();
const sets = new InternedSets(times.operations);

const minute = 60_000;
const hour = 60 * minute;

/** The first instants of two years at which a zone's clock changes, and instants around them. */
const instants = ["Europe/Berlin", "Africa/Monrovia", "Asia/Kathmandu"]
  .flatMap((name) => zone(name).offsets.map(({ from }) => from))
  .filter(
    (from) => from < Date.UTC(1975, 0, 1) || (from > Date.UTC(2026, 0, 1) && from < Date.UTC(2028, 0, 1)),
  )
  .concat(0, Date.UTC(2026, 0, 1), Date.UTC(2099, 11, 31))
  .flatMap((from) =>
    [-hour, -minute, -30_000, -1, 0, 1, 30_000, minute, hour, 25 * hour].map((d) => from + d),
  )
  .filter((now) => now >= 0 && now <= Date.UTC(2100, 0, 1));

const questions: readonly (readonly [TimeField, CompareOperator, number | string])[] = [
  ["hour", ">=", 9],
  ["hour", "==", 0],
  ["minute", "<", 30],
  ["weekday", "==", 0],
  ["date", "<=", "2026-03-29"],
  ["date", "!=", "1972-01-07"],
];

/** Whether the set holds the instant: its part from there on begins there. */
function holds(set: number, now: number): boolean {
  const until = sets.intern(times.before(now + 1));
  const from = sets.complement(sets.intern(times.before(now)));
  return sets.intersect(set, sets.intersect(until, from)) !== 0;
}

test("a field of local time means in each zone what the reference says", () => {
  for (const name of ["UTC", "Europe/Berlin", "Africa/Monrovia", "Asia/Kathmandu", "America/St_Johns"]) {
    for (const [field, operator, literal] of questions) {
      const set = sets.intern(times.instantsThat(zone(name), field, operator, literal));
      for (const now of instants) {
        const value = localTime(zone(name), now, field);
        const order = value < literal ? -1 : value > literal ? 1 : 0;
        const expected = {
          "==": order === 0,
          "!=": order !== 0,
          "<": order < 0,
          "<=": order <= 0,
          ">": order > 0,
          ">=": order >= 0,
        }[operator];
        expect(holds(set, now), `${name} ${field} ${now}`).toBe(expected);
      }
    }
  }
});

test("hours of two zones meet exactly where both clocks say so", () => {
  const nine = (name: string): number => sets.intern(times.instantsThat(zone(name), "hour", "==", 9));
  // Berlin is one or two hours ahead of UTC, never none.
  expect(sets.intersect(nine("UTC"), nine("Europe/Berlin"))).toBe(0);
  const eightUtc = sets.intern(times.instantsThat(zone("UTC"), "hour", "==", 8));
  const inWinter = sets.intersect(eightUtc, nine("Europe/Berlin"));
  expect(holds(inWinter, Date.UTC(2026, 0, 5, 8))).toBe(true);
  expect(holds(inWinter, Date.UTC(2026, 6, 6, 8))).toBe(false);
});

test("the least instant of a set is the first that it holds", () => {
  const set = sets.intern(times.instantsThat(zone("Africa/Monrovia"), "minute", "==", 0));
  // 44 minutes and 30 seconds behind: the first full hour comes so long after the epoch.
  expect(sets.least(set)).toBe(44.5 * minute);
});

test("an expiry is the same instant in every zone", () => {
  const end = Date.UTC(2026, 5, 1);
  expect(holds(sets.intern(times.before(end)), end - 1)).toBe(true);
  expect(holds(sets.intern(times.before(end)), end)).toBe(false);
  expect(sets.intern(times.before(0))).toBe(0);
});
