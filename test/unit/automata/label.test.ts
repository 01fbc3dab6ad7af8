import { expect, test } from "vitest";
import { boolSet, boolSets } from "../../../src/automata/bool-set.ts";
import {
  ABSENT,
  admitsValues,
  complementLabel,
  ILL_TYPED,
  intersectLabels,
  label,
  uniteLabels,
  type Variable,
} from "../../../src/automata/label.ts";
import { FULL_SET, InternedSets } from "../../../src/automata/value-set.ts";

const bools = new InternedSets(boolSets);
const attribute: Variable = {
  rank: 0,
  member: null,
  algebra: bools,
  universe: label(FULL_SET, ABSENT | ILL_TYPED),
};
const now: Variable = { ...attribute, universe: label(FULL_SET, ABSENT) };
const yes = bools.intern(boolSet(true));

test("a label and its complement meet in nothing and make up the universe", () => {
  for (const variable of [attribute, now]) {
    const some = label(yes, ABSENT);
    const rest = complementLabel(variable, some);
    expect(intersectLabels(variable, some, rest)).toBe(0);
    expect(uniteLabels(variable, some, rest)).toBe(variable.universe);
  }
});

test("what a variable cannot be is in no complement", () => {
  expect(complementLabel(now, label(FULL_SET, 0))).toBe(label(0, ABSENT));
});

test("a label of absence alone admits no values", () => {
  expect(admitsValues(label(0, ABSENT))).toBe(false);
  expect(admitsValues(label(yes, 0))).toBe(true);
});
