import { expect, test } from "vitest";
import { missingProjectBudget } from "../../../../src/lint/rules/missing-project-budget.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const agent = "agent: ci-runner\npolicies:\n  - git:read on repos/*\n";

test("an agent whose project has no budget is told", () => {
  expect(saidBy(missingProjectBudget, agent, { config: "project: web\n" })).toEqual([
    "warning missing-project-budget: `ci-runner` has no project budget @ ci-runner",
  ]);
});

test("an agent without a project is told, with the advice to name one", () => {
  const [finding] = findingsOf([missingProjectBudget], agent);
  expect(finding?.help).toBe(
    "name the project in `sentrely.yaml` and give it a `project_budget:` with `monthly_limit`",
  );
});

test("a budget in money or in tokens is one, wherever the project has it", () => {
  const own = `${agent}project_budget: {monthly_limit: $500}\n`;
  expect(saidBy(missingProjectBudget, own, { config: "project: web\n" })).toEqual([]);
  const config = "projects: {web: {agents: [ci-*], project_budget: {monthly_tokens: 1_000_000}}}\n";
  expect(saidBy(missingProjectBudget, agent, { config })).toEqual([]);
});
