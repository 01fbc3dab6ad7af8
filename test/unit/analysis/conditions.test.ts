import { expect, test } from "vitest";
import { AnalysisContext } from "../../../src/analysis/analysis-context.ts";
import { ALWAYS, NEVER } from "../../../src/automata/decision-diagram.ts";
import type { Attribute, Condition } from "../../../src/ir/ir.ts";
import { attribute, buildSet, compare } from "../../support/build-set.ts";

const set = buildSet({
  agents: { a: [] },
  context: [
    attribute("amount", "number"),
    attribute("groups", "list"),
    { name: "force", type: "bool", default: false },
    { name: "teams", type: "list", default: ["web"] },
    { name: "stage", type: "string", default: "dev" },
  ],
});
const { conditions, diagrams } = new AnalysisContext(set);
const regions = (condition: Condition): ReturnType<typeof conditions.compile> =>
  conditions.compile(condition);
const of = (name: string): Attribute => ({ kind: "context", name });
const has = (name: string): Condition => ({ kind: "has", attribute: of(name) });
const not = (term: Condition): Condition => ({ kind: "not", term });
const and = (...terms: Condition[]): Condition => ({ kind: "and", terms });

test("no condition is always true", () => {
  expect(conditions.compile(null)).toEqual({ isTrue: ALWAYS, notFalse: ALWAYS });
});

test("a comparison of an absent attribute is neither true nor false", () => {
  const { isTrue, notFalse } = regions(compare("amount", ">", 1));
  expect(diagrams.minus(isTrue, notFalse)).toBe(NEVER);
  expect(diagrams.minus(notFalse, isTrue)).toBe(
    diagrams.minus(ALWAYS, diagrams.or(isTrue, regions(compare("amount", "<=", 1)).isTrue)),
  );
});

test("a default fills absence and nothing else", () => {
  const { isTrue, notFalse } = regions(compare("force", "==", false));
  const absent = regions(not(has("force"))).isTrue;
  expect(diagrams.minus(absent, isTrue)).toBe(NEVER);
  expect(diagrams.minus(notFalse, isTrue)).not.toBe(NEVER);
  expect(regions(and(not(has("stage")), compare("stage", "!=", "dev"))).isTrue).toBe(NEVER);
});

test("a default list holds what it holds", () => {
  const member = (literal: string): Condition => ({ kind: "member", literal, attribute: of("teams") });
  expect(regions(and(not(has("teams")), member("ops"))).notFalse).toBe(NEVER);
  expect(regions(and(not(has("teams")), not(member("web")))).notFalse).toBe(NEVER);
});

test("the members of a list are independent, and unknown when it is none", () => {
  const member = (literal: string): Condition => ({ kind: "member", literal, attribute: of("groups") });
  const both = regions(and(member("a"), not(member("b"))));
  expect(both.isTrue).not.toBe(NEVER);
  expect(diagrams.and(both.isTrue, regions(not(has("groups"))).isTrue)).toBe(NEVER);
  expect(diagrams.and(both.notFalse, regions(not(has("groups"))).isTrue)).not.toBe(NEVER);
});

test("an unknown term decides neither a conjunction that is false nor a disjunction that is true", () => {
  const unknown = compare("amount", "==", 1);
  const absent = not(has("amount"));
  expect(regions(and(absent, unknown, not(absent))).notFalse).toBe(NEVER);
  expect(regions({ kind: "or", terms: [absent, unknown] }).isTrue).toBe(
    diagrams.or(regions(absent).isTrue, regions(unknown).isTrue),
  );
});

test("a time that is not given is before nothing", () => {
  const before = conditions.before(1000);
  const isGiven = regions({ kind: "has", attribute: { kind: "time", field: "hour" } }).isTrue;
  expect(diagrams.minus(before, isGiven)).toBe(NEVER);
  expect(conditions.before(null)).toBe(ALWAYS);
});

test("hours and weekdays are facts about one instant", () => {
  const time = (
    field: "hour" | "weekday" | "date",
    operator: "==" | "<",
    literal: number | string,
  ): Condition => ({
    kind: "compare",
    attribute: { kind: "time", field },
    operator,
    literal,
  });
  // The first of January 2026 is a Thursday.
  expect(regions(and(time("date", "==", "2026-01-01"), time("weekday", "==", 5))).isTrue).toBe(NEVER);
  expect(regions(and(time("date", "==", "2026-01-01"), time("weekday", "==", 4))).isTrue).not.toBe(NEVER);
});
