import { expect, test } from "vitest";
import { missingRateLimit } from "../../../../src/lint/rules/missing-rate-limit.ts";
import { saidBy } from "../../../support/lint-text.ts";

const reader = "policies:\n  - git:read on repos/*\n";

test("an agent without a rate limit is told at its name", () => {
  expect(saidBy(missingRateLimit, `agent: ci-runner\n${reader}`)).toEqual([
    "warning missing-rate-limit: `ci-runner` has no rate limit @ ci-runner",
  ]);
});

test("a rate limit of its own, of a role, of a guardrail or of everyone is one", () => {
  const own = `agent: ci-runner\n${reader}rate_limits: {max_requests_per_minute: 30}\n`;
  const everyone = {
    "policies/a.yaml": `agent: ci-runner\n${reader}`,
    "policies/l.yaml": "rate_limits: {max_requests_per_minute: 30}\n",
  };
  const guardrail = {
    "policies/a.yaml": `agent: ci-runner\n${reader}`,
    "policies/g.yaml":
      "guardrails:\n  - deny git:admin on repos/*\nrate_limits: {max_requests_per_minute: 30}\n",
  };
  expect([own, everyone, guardrail].flatMap((files) => saidBy(missingRateLimit, files))).toEqual([]);
});

test("when nobody has one it is told once, with the other agents beside it", () => {
  const files = {
    "policies/a.yaml": `agent: ada\n${reader}`,
    "policies/b.yaml": `agent: bob\n${reader}`,
  };
  expect(saidBy(missingRateLimit, files)).toEqual([
    "warning missing-rate-limit: no agent has a rate limit @ ada < bob",
  ]);
});

test("when some have one, those without are told once for each file", () => {
  const files = {
    "policies/a.yaml": `agent: ada\n${reader}rate_limits: {max_requests_per_minute: 30}\n---\nagent: bob\n${reader}---\nagents: [cid, dan]\n${reader}`,
  };
  expect(saidBy(missingRateLimit, files).map((line) => line.split(" @")[0])).toEqual([
    "warning missing-rate-limit: `bob`, `cid` and `dan` have no rate limit",
  ]);
});

test("an agent that may do nothing needs none", () => {
  expect(saidBy(missingRateLimit, "agent: idle\npolicies:\n  - deny git:push on repos/*\n")).toEqual([]);
});
