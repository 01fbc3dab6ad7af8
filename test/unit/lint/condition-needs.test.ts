import { expect, test } from "vitest";
import { comparesTime, needsOf } from "../../../src/lint/condition-needs.ts";
import { contextOf } from "../../support/lint-context.ts";

const conditionOf = (text: string) => {
  const { context } = contextOf(
    `agent: a\npolicies:\n  - statement: x:y on r/1\n    when: ${JSON.stringify(text)}\n`,
  );
  const condition = context.set.statements[0]?.condition ?? null;
  if (condition === null) throw new Error("a condition");
  return condition;
};

test.each([
  ["context.a == 1", "a", "a"],
  ["context.a == 1 && context.b", "a b", "a b"],
  ["context.a == 1 || context.b", "", "a b"],
  ["context.a == 1 || context.a == 2 && context.b", "a", "a b"],
  ["!(context.a == 1 || context.b)", "a b", "a b"],
  ["!(context.a == 1 && context.b)", "", "a b"],
  ["has(context.a) && context.b", "a b", "b"],
  ["!has(context.a)", "", ""],
  ["time.hour < 5 && 'x' in context.l", "l", "l"],
])("`%s` is not true without `%s` and compares `%s`", (text, needed, compared) => {
  const { ifTrue, compared: all } = needsOf(conditionOf(text));
  expect([...ifTrue].sort().join(" ")).toBe(needed);
  expect([...all].sort().join(" ")).toBe(compared);
});

test("time is found wherever it is compared", () => {
  expect([conditionOf("context.a || !(time.hour < 5)"), conditionOf("context.a")].map(comparesTime)).toEqual([
    true,
    false,
  ]);
});
