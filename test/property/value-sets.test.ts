/**
 * Laws of the sets that conditions are made of: the algebra agrees with the predicates it was built
 * from on sample values, emptiness is exact, and the least element is the least.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { codePoints } from "../../src/automata/alphabet.ts";
import { Budget } from "../../src/automata/budget.ts";
import { nextDown, nextUp, numberSets, type NumberSet, numbersThat } from "../../src/automata/number-set.ts";
import { stringsAmong, type StringSet, stringSets, stringsThat } from "../../src/automata/string-set.ts";
import { type TimeSet, TimeSets } from "../../src/automata/time-set.ts";
import type { SetOperations } from "../../src/automata/value-set.ts";
import type { CompareOperator, TextOperator, TimeField, TimeZone } from "../../src/ir/ir.ts";
import { localTime } from "../../src/reference/local-time.ts";
import { arbitraryZone } from "../support/arbitrary-condition.ts";
import { runs } from "../support/runs.ts";
import { shortWords } from "../support/short-requests.ts";

const operators: readonly CompareOperator[] = ["==", "!=", "<", "<=", ">", ">="];

function compares<T>(value: T, operator: CompareOperator, literal: T): boolean {
  switch (operator) {
    case "==":
      return value === literal;
    case "!=":
      return value !== literal;
    case "<":
      return value < literal;
    case "<=":
      return value <= literal;
    case ">":
      return value > literal;
    case ">=":
      return value >= literal;
  }
}

/** A set built by operations, beside the predicate it stands for. */
interface Built<S, V> {
  readonly set: S;
  readonly holds: (value: V) => boolean;
}

function arbitraryBuilt<S, V>(
  leaf: fc.Arbitrary<Built<S, V>>,
  operations: (built: Built<S, V>) => SetOperations<S>,
): fc.Arbitrary<Built<S, V>> {
  return fc
    .array(fc.tuple(leaf, fc.constantFrom("and", "or", "minus")), { minLength: 1, maxLength: 4 })
    .map((parts) =>
      parts
        .map(([built, how]) => ({ built, how }))
        .reduce((left, { built, how }) => {
          const { intersect, complement } = operations(left.built);
          const [a, b] = [left.built, built];
          switch (how) {
            case "and":
              return {
                how,
                built: { set: intersect(a.set, b.set), holds: (v: V) => a.holds(v) && b.holds(v) },
              };
            case "or":
              return {
                how,
                built: {
                  set: complement(intersect(complement(a.set), complement(b.set))),
                  holds: (v: V) => a.holds(v) || b.holds(v),
                },
              };
            case "minus":
              return {
                how,
                built: {
                  set: intersect(a.set, complement(b.set)),
                  holds: (v: V) => a.holds(v) && !b.holds(v),
                },
              };
          }
        }),
    )
    .map(({ built }) => built);
}

const literals = [0, 1, 2, 1.5, -3, 10, 500, 1e21, 1e-7, 5e-324, -5e-324, Number.MAX_VALUE, 0.1];
const numbers = [
  ...new Set(
    literals.flatMap((n) => [n, nextUp(n), nextDown(n), n + 1, n - 1]).filter((n) => Number.isFinite(n)),
  ),
];

const arbitraryNumbers: fc.Arbitrary<Built<NumberSet, number>> = arbitraryBuilt(
  fc
    .record({ operator: fc.constantFrom(...operators), literal: fc.constantFrom(...literals) })
    .map(({ operator, literal }) => ({
      set: numbersThat(operator, literal),
      holds: (n: number) => compares(n, operator, literal),
    })),
  () => numberSets,
);

const containsNumber = (set: NumberSet, n: number): boolean =>
  set.some(({ from, to }) => from <= n && n <= to);

test("a set of numbers holds exactly the numbers its comparisons hold for", () => {
  fc.assert(
    fc.property(arbitraryNumbers, ({ set, holds }) => {
      for (const n of numbers) expect(containsNumber(set, n), String(n)).toBe(holds(n));
      expect(numberSets.isEmpty(set)).toBe(!numbers.some(holds));
    }),
    { numRuns: runs(500) },
  );
});

test("the least number of a set has the shortest text of all that are tried", () => {
  const tried = [
    ...numbers,
    ...Array.from({ length: 1200 }, (_, i) => i - 100),
    1e22,
    -1e21,
    0.2,
    0.01,
    1e-9,
  ];
  fc.assert(
    fc.property(arbitraryNumbers, ({ set, holds }) => {
      if (numberSets.isEmpty(set)) return;
      const least = numberSets.least(set) as number;
      expect(holds(least)).toBe(true);
      const text = String(least);
      for (const n of tried.filter(holds)) {
        const other = String(n);
        expect(
          other.length > text.length || (other.length === text.length && other >= text),
          `${other} is shorter than ${text}`,
        ).toBe(true);
      }
    }),
    { numRuns: runs(300) },
  );
});

const budget = new Budget(Infinity);
const strings = stringSets(() => budget);
const texts = ["", "a", "b", "ab", "ba", "aba", "é", "😀", "a😀"];
const words = shortWords(["a", "b", "é", "😀"], 4);

const holdsText = (value: string, operator: TextOperator, literal: string): boolean =>
  operator === "startsWith"
    ? value.startsWith(literal)
    : operator === "endsWith"
      ? value.endsWith(literal)
      : value.includes(literal);

const arbitraryStrings: fc.Arbitrary<Built<StringSet, string>> = arbitraryBuilt(
  fc.oneof(
    fc.subarray(texts).map((list) => ({ set: stringsAmong(list), holds: (s: string) => list.includes(s) })),
    fc
      .record({
        operator: fc.constantFrom<TextOperator>("startsWith", "endsWith", "contains"),
        literal: fc.constantFrom(...texts),
      })
      .map(({ operator, literal }) => ({
        set: stringsThat(operator, literal),
        holds: (s: string) => holdsText(s, operator, literal),
      })),
  ),
  () => strings,
);

const containsText = (set: StringSet, text: string): boolean =>
  set.kind === "words" ? set.words.includes(text) !== set.complement : set.dfa.accepts(codePoints(text));

test("a set of strings holds exactly the strings its comparisons hold for", () => {
  fc.assert(
    fc.property(arbitraryStrings, ({ set, holds }) => {
      for (const word of words) expect(containsText(set, word), word).toBe(holds(word));
      if (strings.isEmpty(set)) expect(words.some(holds)).toBe(false);
    }),
    { numRuns: runs(200) },
  );
});

test("the least string of a set has the fewest bytes and comes first of those", () => {
  const key = (text: string): string => `${String(Buffer.byteLength(text)).padStart(3, "0")}${text}`;
  fc.assert(
    fc.property(arbitraryStrings, ({ set, holds }) => {
      if (strings.isEmpty(set)) return;
      const least = strings.least(set) as string;
      expect(holds(least)).toBe(true);
      for (const word of [...words, "\u0000", "\u0001", "a\u0000"].filter(holds)) {
        expect(key(least) <= key(word), `${word} comes before ${least}`).toBe(true);
      }
    }),
    { numRuns: runs(200) },
  );
});

const instantsNear = (zone: TimeZone): number[] => {
  const edges = [
    0,
    1,
    63_593_070_000,
    ...zone.offsets.map((o) => o.from),
    Date.UTC(2025, 11, 31),
    Date.UTC(2026, 0, 1),
    Date.UTC(2026, 2, 29),
    Date.UTC(2026, 2, 30),
    4_102_444_800_000,
  ];
  const shifts = [
    0, 1, -1, 60_000, -60_000, 1_800_000, 3_600_000, -3_600_000, 7_200_000, 86_400_000, -86_400_000,
  ];
  const week = Array.from({ length: 14 }, (_, i) => Date.UTC(2026, 5, 1) + i * 43_200_000 + i * 60_000);
  return [...edges.flatMap((e) => shifts.map((s) => e + s)), ...week].filter(
    (t) => t >= 0 && t <= 4_102_444_800_000,
  );
};

const comparisons: readonly (readonly [TimeField, number | string])[] = [
  ["hour", 0],
  ["hour", 2],
  ["hour", 23],
  ["minute", 0],
  ["minute", 59],
  ["weekday", 0],
  ["weekday", 4],
  ["date", "1970-01-01"],
  ["date", "2026-01-01"],
  ["date", "2026-03-29"],
  ["date", "2099-12-31"],
  ["date", "1969-12-31"],
];

interface Zoned {
  readonly sets: TimeSets;
  readonly zone: TimeZone;
  readonly built: Built<TimeSet, number>;
}

const arbitraryTimes: fc.Arbitrary<Zoned> = arbitraryZone.chain((zone) => {
  const sets = new TimeSets(zone);
  return arbitraryBuilt(
    fc.oneof(
      fc
        .record({ comparison: fc.constantFrom(...comparisons), operator: fc.constantFrom(...operators) })
        .map(({ comparison: [field, literal], operator }) => ({
          set: sets.instantsThat(field, operator, literal),
          holds: (t: number) => compares(localTime(zone, t, field), operator, literal),
        })),
      fc
        .constantFrom(0, 1, 63_593_070_001, Date.UTC(2026, 2, 29, 1), 4_102_444_800_000)
        .map((end) => ({ set: sets.before(end), holds: (t: number) => t < end })),
    ),
    () => sets.operations,
  ).map((built) => ({ sets, zone, built }));
});

test("a set of instants holds exactly the instants that local time says", () => {
  fc.assert(
    fc.property(arbitraryTimes, ({ sets, zone, built: { set, holds } }) => {
      const { intersect, isEmpty, complement } = sets.operations;
      for (const t of instantsNear(zone)) {
        const point = intersect(sets.before(t + 1), complement(sets.before(t)));
        expect(isEmpty(intersect(set, point)), new Date(t).toISOString()).toBe(!holds(t));
      }
    }),
    { numRuns: runs(40) },
  );
});

test("the least instant of a set is in it and nothing tried before it is", () => {
  fc.assert(
    fc.property(arbitraryTimes, ({ sets, zone, built: { set, holds } }) => {
      if (sets.operations.isEmpty(set)) {
        expect(instantsNear(zone).some(holds)).toBe(false);
        return;
      }
      const least = sets.operations.least(set) as number;
      expect(holds(least)).toBe(true);
      const before = [1, 59_999, 60_000, 3_600_000, 86_400_000].map((step) => least - step);
      for (const t of [...instantsNear(zone), ...before].filter((t) => t >= 0 && t < least)) {
        expect(holds(t), new Date(t).toISOString()).toBe(false);
      }
    }),
    { numRuns: runs(150) },
  );
});
