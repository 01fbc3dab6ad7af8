import { expect, test } from "vitest";
import { missingCircuitBreaker } from "../../../../src/lint/rules/missing-circuit-breaker.ts";
import { saidBy } from "../../../support/lint-text.ts";

const reader = "policies:\n  - git:read on repos/*\n";

test("an agent without a circuit breaker is told at its name", () => {
  expect(saidBy(missingCircuitBreaker, `agent: ci-runner\n${reader}`)).toEqual([
    "warning missing-circuit-breaker: `ci-runner` has no circuit breaker @ ci-runner",
  ]);
});

test("a circuit breaker of its own, of a role, of a guardrail or of everyone is one", () => {
  const own = `agent: ci-runner\n${reader}circuit_breaker: {failures: 10, window: 5m}\n`;
  const everyone = {
    "policies/a.yaml": `agent: ci-runner\n${reader}`,
    "policies/l.yaml": "circuit_breaker: {failures: 10, window: 5m}\n",
  };
  const guardrail = {
    "policies/a.yaml": `agent: ci-runner\n${reader}`,
    "policies/g.yaml":
      "guardrails:\n  - deny git:admin on repos/*\ncircuit_breaker: {failures: 10, window: 5m}\n",
  };
  expect([own, everyone, guardrail].flatMap((files) => saidBy(missingCircuitBreaker, files))).toEqual([]);
});

test("when nobody has one it is told once, with the other agents beside it", () => {
  const files = {
    "policies/a.yaml": `agent: ada\n${reader}`,
    "policies/b.yaml": `agent: bob\n${reader}`,
  };
  expect(saidBy(missingCircuitBreaker, files)).toEqual([
    "warning missing-circuit-breaker: no agent has a circuit breaker @ ada < bob",
  ]);
});

test("when some have one, those without are told once for each file", () => {
  const files = {
    "policies/a.yaml": `agent: ada\n${reader}circuit_breaker: {failures: 10, window: 5m}\n---\nagent: bob\n${reader}---\nagents: [cid, dan]\n${reader}`,
  };
  expect(saidBy(missingCircuitBreaker, files).map((line) => line.split(" @")[0])).toEqual([
    "warning missing-circuit-breaker: `bob`, `cid` and `dan` have no circuit breaker",
  ]);
});

test("an agent that may do nothing needs none", () => {
  expect(saidBy(missingCircuitBreaker, "agent: idle\npolicies:\n  - deny git:push on repos/*\n")).toEqual([]);
});
