import { expect, test } from "vitest";
import { AnalysisContext } from "../../../src/analysis/analysis-context.ts";
import { Budget } from "../../../src/automata/budget.ts";
import { NEVER } from "../../../src/automata/decision-diagram.ts";
import { allow, attribute, buildSet, compare, deny, gate, guardGate } from "../../support/build-set.ts";

test("an own gate grants and gates, a guardrail's only gates", () => {
  const set = buildSet({
    agents: { a: [allow("x:a", "r"), gate("x:b", "r"), deny("x:c", "r")] },
    guardrails: [guardGate("x:d", "r"), deny("x:e", "r")],
  });
  const context = new AnalysisContext(set);
  const [agent] = set.agents;
  if (agent === undefined) return expect.unreachable();
  const boxes = context.boxesOf(agent);
  const actions = (list: typeof boxes.grants): string[] => list.map((b) => b.statement?.id ?? "");
  expect(actions(boxes.grants)).toEqual(["x:a on r", "x:b on r"]);
  expect(actions(boxes.gates)).toEqual(["x:b on r", "x:d on r"]);
  expect(actions(boxes.denies)).toEqual(["x:c on r", "x:e on r"]);
});

test("the earlier expiry, the agent's or the statement's, ends a grant", () => {
  const grant = allow("x:a", "r", { expires: 2000 });
  const context = new AnalysisContext(buildSet({ agents: { a: [grant] } }));
  const { diagrams, conditions } = context;
  const until = (end: number | null): number => context.grantBox(grant, end).condition();
  expect(until(null)).toBe(conditions.before(2000));
  expect(until(1000)).toBe(conditions.before(1000));
  expect(diagrams.minus(until(3000), conditions.before(2000))).toBe(NEVER);
});

test("work is charged to the budget at hand and to none before or after", () => {
  const context = new AnalysisContext(buildSet({ agents: { a: [] } }));
  const budget = new Budget(10);
  context.spending(budget, () => {
    context.budget.charge(4);
  });
  expect(budget.spent).toBe(4);
  context.budget.charge(1_000_000);
  expect(budget.spent).toBe(4);
});

test("statements that agents share have one box", () => {
  const shared = deny("**", "**secret**");
  const set = buildSet({ agents: { a: [], b: [] }, guardrails: [shared] });
  const context = new AnalysisContext(set);
  const [first, second] = set.agents.map((a) => context.boxesOf(a).denies[0]);
  expect(first).toBe(second);
});

test("a plain grant tells its channel until it has expired, a gate for ever, both where their condition is unknown", () => {
  const when = compare("n", ">", 1);
  const grant = allow("x:a", "r", { expires: 2000, when, notify: ["dashboard"] });
  const own = gate("x:a", "r", { expires: 2000, when, notify: ["dashboard"] });
  const set = buildSet({ agents: { a: [grant, own] }, context: [attribute("n", "number")] });
  const context = new AnalysisContext(set);
  const { diagrams, conditions } = context;
  const { notFalse } = conditions.compile(when);
  const hasNow = conditions.compile({ kind: "has", attribute: { kind: "time", field: "hour" } }).isTrue;
  const notPassed = diagrams.or(conditions.before(2000), diagrams.not(hasNow));
  expect(context.notifyBox(grant).condition()).toBe(diagrams.and(notFalse, notPassed));
  expect(context.notifyBox(own).condition()).toBe(notFalse);
});
