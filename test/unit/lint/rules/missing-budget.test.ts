import { expect, test } from "vitest";
import { missingBudget } from "../../../../src/lint/rules/missing-budget.ts";
import { saidBy } from "../../../support/lint-text.ts";

const reader = "policies:\n  - git:read on repos/*\n";

test("an agent without a budget is told at its name", () => {
  expect(saidBy(missingBudget, `agent: ci-runner\n${reader}`)).toEqual([
    "warning missing-budget: `ci-runner` has no budget @ ci-runner",
  ]);
});

test("a budget of its own, of a role, of a guardrail or of everyone is one", () => {
  const own = `agent: ci-runner\n${reader}budget: {max_tokens_per_session: 1000}\n`;
  const everyone = {
    "policies/a.yaml": `agent: ci-runner\n${reader}`,
    "policies/l.yaml": "budget: {max_tokens_per_session: 1000}\n",
  };
  const guardrail = {
    "policies/a.yaml": `agent: ci-runner\n${reader}`,
    "policies/g.yaml": "guardrails:\n  - deny git:admin on repos/*\nbudget: {max_tokens_per_session: 1000}\n",
  };
  expect([own, everyone, guardrail].flatMap((files) => saidBy(missingBudget, files))).toEqual([]);
});

test("when nobody has one it is told once, with the other agents beside it", () => {
  const files = {
    "policies/a.yaml": `agent: ada\n${reader}`,
    "policies/b.yaml": `agent: bob\n${reader}`,
  };
  expect(saidBy(missingBudget, files)).toEqual(["warning missing-budget: no agent has a budget @ ada < bob"]);
});

test("when some have one, those without are told once for each file", () => {
  const files = {
    "policies/a.yaml": `agent: ada\n${reader}budget: {max_tokens_per_session: 1000}\n---\nagent: bob\n${reader}---\nagents: [cid, dan]\n${reader}`,
  };
  expect(saidBy(missingBudget, files).map((line) => line.split(" @")[0])).toEqual([
    "warning missing-budget: `bob`, `cid` and `dan` have no budget",
  ]);
});

test("an agent that may do nothing needs none", () => {
  expect(saidBy(missingBudget, "agent: idle\npolicies:\n  - deny git:push on repos/*\n")).toEqual([]);
});
