/** The examples' tests bite: no statement can be dropped without one of them failing. */
import { expect, test } from "vitest";
import type { PolicySet, PolicyTest } from "../src/ir/ir.ts";
import { runTests } from "../src/testing/run-tests.ts";
import { compileExample, examples } from "./support/load-set.ts";

function without(set: PolicySet, id: string): PolicySet {
  const keep = (statement: { readonly id: string }): boolean => statement.id !== id;
  return {
    ...set,
    statements: set.statements.filter(keep),
    agents: set.agents.map((agent) => ({
      ...agent,
      statements: agent.statements.filter(keep),
      guardrails: agent.guardrails.filter(keep),
    })),
  };
}

/** Only tests that speak of an agent which the statement holds can notice that it is gone. */
function concerned(set: PolicySet, tests: readonly PolicyTest[], id: string): PolicyTest[] {
  const holders = set.agents.filter(({ statements, guardrails }) =>
    [...statements, ...guardrails].some((statement) => statement.id === id),
  );
  const names = new Set(holders.map(({ name }) => name));
  return tests.filter((t) => t.kind !== "scenario" && t.agents.some((agent) => names.has(agent)));
}

test.each(examples)("dropping any statement of examples/%s fails one of its tests", (name) => {
  const { set, tests } = compileExample(name);
  if (set === null) throw new Error("the example does not compile");
  const ids = [...new Set(set.statements.map(({ id }) => id))];
  const unnoticed = ids.filter((id) =>
    runTests(without(set, id), concerned(set, tests, id)).every((r) => r.status === "passed"),
  );
  expect(unnoticed).toEqual([]);
});
