import { expect, test } from "vitest";
import { AnalysisContext } from "../../../src/analysis/analysis-context.ts";
import { namesOf } from "../../../src/analysis/request-names.ts";
import { requestOf } from "../../../src/analysis/witness.ts";
import type { Attribute, Condition } from "../../../src/ir/ir.ts";
import { attribute, buildSet, compare } from "../../support/build-set.ts";

const set = buildSet({
  agents: { a: [] },
  context: [
    attribute("amount", "number"),
    attribute("groups", "list"),
    attribute("stage", "string"),
    attribute("force", "bool"),
    attribute("ticket", null),
    attribute("__proto__", "bool"),
  ],
});
const of = (name: string): Attribute => ({ kind: "context", name });
const not = (term: Condition): Condition => ({ kind: "not", term });
const and = (...terms: Condition[]): Condition => ({ kind: "and", terms });
const or = (...terms: Condition[]): Condition => ({ kind: "or", terms });
const has = (name: string): Condition => ({ kind: "has", attribute: of(name) });
const member = (literal: string): Condition => ({ kind: "member", literal, attribute: of("groups") });

/** The circumstances in which the condition holds (or is unknown). */
function least(condition: Condition, which: "isTrue" | "unknown" = "isTrue"): string {
  const { conditions, diagrams, space } = new AnalysisContext(set);
  const { isTrue, notFalse } = conditions.compile(condition);
  const region = which === "isTrue" ? isTrue : diagrams.minus(notFalse, isTrue);
  const { context, now } = requestOf("a", namesOf("x:y", "r", 4), region, space, diagrams);
  return JSON.stringify({
    ...(context === undefined ? {} : { context }),
    ...(now === undefined ? {} : { now }),
  });
}

test.each<readonly [string, Condition]>([
  [`{}`, not(has("amount"))],
  [`{}`, or(compare("amount", ">", 5), not(has("amount")))],
  [`{"context":{"amount":6}}`, compare("amount", ">", 5)],
  [`{"context":{"stage":"prod"}}`, compare("stage", "==", "prod")],
  [`{"context":{"stage":""}}`, compare("stage", "!=", "prod")],
  [`{"context":{"force":false}}`, not(compare("force", "==", true))],
  [`{"context":{"force":true}}`, has("force")],
  [`{"context":{"ticket":0}}`, has("ticket")],
  [`{"context":{"groups":[]}}`, not(member("oncall"))],
  [`{"context":{"groups":["b"]}}`, or(member("aaaa"), member("b"))],
  [`{"context":{"groups":["b"]}}`, and(member("b"), or(member("a"), member("b")))],
  [`{"context":{"groups":["a","b"]}}`, and(member("b"), member("a"))],
  [`{"context":{"amount":0,"stage":""}}`, and(has("stage"), has("amount"))],
])("%s is all that is needed", (expected, condition) => {
  expect(least(condition)).toBe(expected);
});

test("a value of another type is the shortest of another type", () => {
  expect(least(and(has("amount"), compare("amount", "<", 0)), "unknown")).toBe(`{"context":{"amount":""}}`);
  expect(least(and(has("force"), compare("force", "==", true)), "unknown")).toBe(`{"context":{"force":0}}`);
});

test("an attribute may be called `__proto__`", () => {
  expect(least(compare("__proto__", "==", true))).toBe(`{"context":{"__proto__":true}}`);
});

test("`now` is left out, else the earliest that will do", () => {
  const hour = (operator: ">=" | "<", literal: number): Condition => ({
    kind: "compare",
    attribute: { kind: "time", field: "hour" },
    operator,
    literal,
  });
  expect(least(or(hour(">=", 9), not({ kind: "has", attribute: { kind: "time", field: "hour" } })))).toBe(
    "{}",
  );
  expect(least(hour(">=", 9))).toBe(`{"now":32400000}`);
});
