import { expect, test } from "vitest";
import { boolSet, boolSets } from "../../../src/automata/bool-set.ts";
import { numberSets, numbersThat } from "../../../src/automata/number-set.ts";
import { pointSets } from "../../../src/automata/point-set.ts";
import { EMPTY_SET, FULL_SET, InternedSets } from "../../../src/automata/value-set.ts";

test("every empty set is the one empty set", () => {
  const sets = new InternedSets(numberSets);
  const below = sets.intern(numbersThat("<", 0));
  const above = sets.intern(numbersThat(">", 0));
  expect(sets.intersect(below, above)).toBe(EMPTY_SET);
  expect(sets.intersect(below, sets.complement(below))).toBe(EMPTY_SET);
});

test("a set united with its complement is everything", () => {
  const sets = new InternedSets(numberSets);
  const some = sets.intern(numbersThat("!=", 3));
  expect(sets.unite(some, sets.complement(some))).toBe(FULL_SET);
});

test("the shorter boolean is true", () => {
  const sets = new InternedSets(boolSets);
  expect(sets.least(FULL_SET)).toBe(true);
  expect(sets.least(sets.intern(boolSet(false)))).toBe(false);
  expect(sets.complement(sets.intern(boolSet(true)))).toBe(sets.intern(boolSet(false)));
});

test("a point set is written as its one value", () => {
  const sets = new InternedSets(pointSets([]));
  expect(sets.least(FULL_SET)).toEqual([]);
  expect(sets.complement(FULL_SET)).toBe(EMPTY_SET);
});
