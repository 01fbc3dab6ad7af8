import { expect, test } from "vitest";
import { lastInstant, TimeSets } from "../../../src/automata/time-set.ts";
import { utc } from "../../support/build-set.ts";

const clockChange = Date.UTC(2026, 2, 29, 1);
const berlin = {
  name: "Europe/Berlin",
  tzdata: "2026a",
  offsets: [
    { from: 0, minutes: 60 },
    { from: clockChange, minutes: 120 },
    { from: Date.UTC(2026, 9, 25, 1), minutes: 60 },
  ],
};

test("the first instant of a window is found in local time", () => {
  const inUtc = new TimeSets(utc);
  expect(inUtc.operations.least(inUtc.instantsThat("hour", ">=", 9))).toBe(9 * 3_600_000);
  const inBerlin = new TimeSets(berlin);
  expect(inBerlin.operations.least(inBerlin.instantsThat("hour", ">=", 9))).toBe(8 * 3_600_000);
});

test("a local hour that the change of clocks skips does not exist on that day", () => {
  const { instantsThat, operations } = bound(new TimeSets(berlin));
  const onTheDay = instantsThat("date", "==", "2026-03-29");
  expect(operations.isEmpty(operations.intersect(onTheDay, instantsThat("hour", "==", 2)))).toBe(true);
  expect(operations.isEmpty(operations.intersect(onTheDay, instantsThat("hour", "==", 3)))).toBe(false);
});

test("no Sunday in a working week", () => {
  const { instantsThat, before, operations } = bound(new TimeSets(utc));
  const { intersect, isEmpty } = operations;
  // 1970 began on a Thursday; the first Sunday is the fourth of January.
  const beforeSunday = before(Date.UTC(1970, 0, 4));
  expect(isEmpty(intersect(beforeSunday, instantsThat("weekday", "==", 0)))).toBe(true);
  expect(isEmpty(intersect(before(Date.UTC(1970, 0, 4) + 1), instantsThat("weekday", "==", 0)))).toBe(false);
});

test("expiry ends at its instant, to the millisecond", () => {
  const { before, operations } = bound(new TimeSets(utc));
  const { intersect, complement, isEmpty, least } = operations;
  expect(least(complement(before(1234)))).toBe(1234);
  expect(isEmpty(intersect(before(1235), complement(before(1234))))).toBe(false);
  expect(isEmpty(before(0))).toBe(true);
  expect(isEmpty(complement(before(lastInstant + 1)))).toBe(true);
  expect(least(complement(before(lastInstant)))).toBe(lastInstant);
});

test("a date that never comes is empty and before every instant or after it", () => {
  const { instantsThat, operations } = bound(new TimeSets(utc));
  expect(operations.isEmpty(instantsThat("date", "==", "2150-01-01"))).toBe(true);
  expect(operations.isEmpty(operations.complement(instantsThat("date", "<", "2150-01-01")))).toBe(true);
  expect(operations.isEmpty(instantsThat("date", "<=", "1969-12-31"))).toBe(true);
});

function bound(sets: TimeSets): Pick<TimeSets, "instantsThat" | "before" | "operations"> {
  return {
    instantsThat: (field, operator, literal) => sets.instantsThat(field, operator, literal),
    before: (end) => sets.before(end),
    operations: sets.operations,
  };
}
