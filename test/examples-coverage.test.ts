/** The examples' tests bite: no statement can be dropped without one of them failing. */
import { expect, test } from "vitest";
import type { PolicySet } from "../src/ir/ir.ts";
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

test.each(examples)("dropping any statement of examples/%s fails one of its tests", (name) => {
  const { set, tests } = compileExample(name);
  if (set === null) throw new Error("the example does not compile");
  const ids = [...new Set(set.statements.map(({ id }) => id))];
  const unnoticed = ids.filter((id) => runTests(without(set, id), tests).every((r) => r.status === "passed"));
  expect(unnoticed).toEqual([]);
});
