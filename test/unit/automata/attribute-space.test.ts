import { expect, test } from "vitest";
import { AttributeSpace } from "../../../src/automata/attribute-space.ts";
import { Budget } from "../../../src/automata/budget.ts";
import { attribute, utc } from "../../support/build-set.ts";

const budget = new Budget(Infinity);
const space = (...names: string[]): AttributeSpace =>
  new AttributeSpace({ context: names.map((n) => attribute(n, "string")), timezone: utc }, () => budget);

test("attributes rank by name, whichever is mentioned first, and `now` ranks last", () => {
  const some = space("b", "a");
  const b = some.dimension("b", "string").variable;
  const a = some.dimension("a", "string").variable;
  expect(a.rank).toBeLessThan(b.rank);
  expect(b.rank).toBeLessThan(some.now.rank);
});

test("an attribute first asked for its presence takes its type later and stays the same variable", () => {
  const some = space();
  const before = some.dimension("n", null);
  const after = some.dimension("n", "number");
  expect(after.variable).toBe(before.variable);
  expect(after.variable.algebra).toBe(some.numbers);
});

test("the literals of a list are variables of its rank", () => {
  const some = space();
  const list = some.dimension("groups", "list");
  const member = some.member(list, "oncall");
  expect(some.member(list, "oncall")).toBe(member);
  expect(member.rank).toBe(list.variable.rank);
  expect(some.attributeOf(member)).toBe(list);
  expect(some.attributeOf(some.now)).toBeNull();
});
