import { expect, test } from "vitest";
import { budgetArithmetic } from "../../../../src/lint/rules/budget-arithmetic.ts";
import { saidBy } from "../../../support/lint-text.ts";

const policies = "policies:\n  - git:read on repos/*\n";
const limit = (text: string): string => `project: web\nproject_budget: ${text}\n`;

function files(budget: string, project: string): { readonly [path: string]: string } {
  return {
    "policies/a.yaml": `agent: ci-runner\n${policies}${budget}`,
    "policies/l.yaml": limit(project),
  };
}

const config = "project: web\nprices: {usd_per_million_tokens: 3}\n";
const budget = (tokens: string, sessions: string, more = ""): string =>
  `budget: {max_tokens_per_session: ${tokens}, max_sessions_per_day: ${sessions}${more}}\n`;

test("a day that costs more than the month may is told, with who uses the tokens", () => {
  expect(
    saidBy(budgetArithmetic, files(budget("2_000_000", "100"), "{monthly_limit: $500}"), { config }),
  ).toEqual([
    "warning budget-arithmetic: the worst day of project `web` costs $600.00, its month may cost $500.00 @ {monthly_limit: $500} < ci-runner",
  ]);
});

test("a day that costs exactly what the month may is fine", () => {
  expect(
    saidBy(budgetArithmetic, files(budget("2_000_000", "100"), "{monthly_limit: $600}"), { config }),
  ).toEqual([]);
});

test("agents of a project add up", () => {
  const two = {
    "policies/a.yaml": `agents: [ada, bob]\n${policies}${budget("1_000_000", "100")}`,
    "policies/l.yaml": limit("{monthly_limit: $500}"),
  };
  expect(saidBy(budgetArithmetic, two, { config }).map((s) => s.split(" @")[0])).toEqual([
    "warning budget-arithmetic: the worst day of project `web` costs $600.00, its month may cost $500.00",
  ]);
});

test("without a price tokens are compared", () => {
  const found = saidBy(budgetArithmetic, files(budget("1_000", "10"), "{monthly_tokens: 9_999}"), {
    config: "project: web\n",
  });
  expect(found.map((s) => s.split(" @")[0])).toEqual([
    "warning budget-arithmetic: the worst day of project `web` uses 10,000 tokens, its month may use 9,999",
  ]);
});

test("a budget that only alerts bounds nothing, and one without sessions is another rule's matter", () => {
  const alerting = files(budget("9_000_000", "999", ", on_exceed: alert"), "{monthly_limit: $1}");
  const open = files("budget: {max_tokens_per_session: 9_000_000}\n", "{monthly_limit: $1}");
  expect([alerting, open].flatMap((f) => saidBy(budgetArithmetic, f, { config }))).toEqual([]);
});
