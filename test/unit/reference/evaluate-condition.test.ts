import { expect, test } from "vitest";
import type { Condition, ContextAttribute, TimeField } from "../../../src/ir/ir.ts";
import { evaluateCondition, type Truth } from "../../../src/reference/evaluate-condition.ts";
import { readRequest } from "../../../src/reference/read-request.ts";
import { buildSet, compare } from "../../support/build-set.ts";

const declared: readonly ContextAttribute[] = [
  { name: "force", type: "bool", default: false },
  { name: "level", type: "number", default: null },
];

function truthOf(condition: Condition, context: object, now?: number): Truth {
  const request = readRequest({
    agent: "a",
    action: "a",
    resource: "a",
    context,
    ...(now === undefined ? {} : { now }),
  });
  if (request === null) throw new Error("invalid request");
  return evaluateCondition(buildSet({ agents: { a: [] }, context: declared }), request, condition);
}

const level = compare("level", ">=", 3);
const forced = compare("force", "==", true);
const has = (name: string): Condition => ({ kind: "has", attribute: { kind: "context", name } });
const not = (term: Condition): Condition => ({ kind: "not", term });
const time = (field: TimeField, literal: number | string): Condition => ({
  kind: "compare",
  attribute: { kind: "time", field },
  operator: "==",
  literal,
});

test.each<[string, Condition, object, Truth]>([
  ["present and well typed", level, { level: 3 }, "true"],
  ["present and too small", level, { level: 2.5 }, "false"],
  ["absent", level, {}, "unknown"],
  ["ill-typed", level, { level: "3" }, "unknown"],
  ["null", level, { level: null }, "unknown"],
  ["absent under a negation", not(level), {}, "unknown"],
  ["absent, with a default", forced, {}, "false"],
  ["ill-typed, with a default that fills absence only", forced, { force: "yes" }, "unknown"],
  ["unequal to an absent value", compare("team", "!=", "ops"), {}, "unknown"],
])("a comparison with a value that is %s", (_, condition, context, truth) => {
  expect(truthOf(condition, context)).toBe(truth);
});

test("`has` looks at the name alone and ignores the default", () => {
  expect(truthOf(has("force"), {})).toBe("false");
  expect(truthOf(has("force"), { force: null })).toBe("true");
  expect(truthOf(has("toString"), {})).toBe("false");
});

test.each<[Truth, Truth, Truth, Truth]>([
  ["true", "unknown", "unknown", "true"],
  ["false", "unknown", "false", "unknown"],
  ["unknown", "unknown", "unknown", "unknown"],
  ["true", "false", "false", "true"],
])("%s and/or %s are %s and %s", (left, right, both, either) => {
  const atom = (truth: Truth, name: string): [Condition, object] => [
    compare(name, "==", 1),
    truth === "unknown" ? {} : { [name]: truth === "true" ? 1 : 0 },
  ];
  const [a, aContext] = atom(left, "a");
  const [b, bContext] = atom(right, "b");
  for (const terms of [
    [a, b],
    [b, a],
  ]) {
    expect(truthOf({ kind: "and", terms }, { ...aContext, ...bContext })).toBe(both);
    expect(truthOf({ kind: "or", terms }, { ...aContext, ...bContext })).toBe(either);
  }
});

test("an empty map counts as an empty list, and a mixed list is ill-typed", () => {
  const member: Condition = {
    kind: "member",
    literal: "a",
    attribute: { kind: "context", name: "tags" },
  };
  expect(truthOf(member, { tags: ["b", "a"] })).toBe("true");
  expect(truthOf(member, { tags: [] })).toBe("false");
  expect(truthOf(member, { tags: {} })).toBe("false");
  expect(truthOf(member, { tags: ["a", 1] })).toBe("unknown");
  expect(truthOf(member, { tags: "a" })).toBe("unknown");
});

test("time is read in the set's zone and is unknown without `now`", () => {
  // A Sunday.
  const now = Date.UTC(2026, 0, 4, 23, 59);
  expect(truthOf(time("hour", 23), {}, now)).toBe("true");
  expect(truthOf(time("minute", 59), {}, now)).toBe("true");
  expect(truthOf(time("weekday", 0), {}, now)).toBe("true");
  expect(truthOf(time("date", "2026-01-04"), {}, now)).toBe("true");
  expect(truthOf(time("hour", 23), {})).toBe("unknown");
  expect(truthOf({ kind: "has", attribute: { kind: "time", field: "hour" } }, {})).toBe("false");
});
