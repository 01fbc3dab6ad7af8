import { expect, test } from "vitest";
import { powerlessAgent } from "../../../../src/lint/rules/powerless-agent.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

test("an agent without a grant is told", () => {
  expect(saidBy(powerlessAgent, "agent: ada\npolicies: ['deny git:push on repos/*']\n")).toEqual([
    "warning powerless-agent: `ada` can do nothing: nothing is granted @ ada",
  ]);
});

test("an agent all of whose grants are denied is told", () => {
  const files = {
    "policies/a.yaml": "agent: ada\npolicies: ['git:push on repos/x', 'git:read on repos/x']\n",
    "policies/g.yaml": "guardrails:\n  - deny git:push on **\n  - deny git:read on repos/*\n",
  };
  expect(saidBy(powerlessAgent, files)).toEqual([
    "warning powerless-agent: `ada` can do nothing: all that is granted is denied @ ada",
  ]);
  const [finding] = findingsOf([powerlessAgent], files);
  expect(finding?.witness?.decision.reason).toBe("denied");
});

test("an agent whose grants match nothing is not said to be denied anything", () => {
  expect(
    saidBy(
      powerlessAgent,
      "agent: ada\npolicies: ['git:read on repos//x', 'git:push on repos/x except **']\n",
    ),
  ).toEqual([
    "warning powerless-agent: `ada` can do nothing: no valid request matches what is granted @ ada",
  ]);
});

test("agents of one list are told together", () => {
  expect(saidBy(powerlessAgent, "agents: [ada, bob]\npolicies: ['deny git:push on repos/*']\n")).toEqual([
    "warning powerless-agent: `ada` can do nothing: nothing is granted @ ada",
    "warning powerless-agent: `bob` can do nothing: nothing is granted @ bob",
  ]);
});

test("an agent that can do anything is not told, be it once a role's, behind a gate or expired", () => {
  const files = {
    "policies/r.yaml": "role: reader\npolicies: ['git:read on repos/*']\n",
    "policies/a.yaml": "agent: ada\nextends: [reader]\npolicies: ['deny git:read on repos/secret']\n",
    "policies/b.yaml":
      "agent: bob\npolicies: [{statement: 'git:read on repos/x', requires_approval: true}]\n",
    "policies/c.yaml": "agent: cyd\nexpires: 2020-01-01\npolicies: ['git:read on repos/x']\n",
  };
  expect(saidBy(powerlessAgent, files)).toEqual([]);
});

test("a role that no agent takes is told, also when a role that none takes extends it", () => {
  const files = {
    "policies/a.yaml": "agent: ada\npolicies: ['git:read on repos/*']\n",
    "policies/r.yaml": "role: reader\npolicies: ['git:read on repos/*']\n",
    "policies/w.yaml": "role: writer\nextends: [reader]\npolicies: ['git:push on repos/*']\n",
  };
  expect(saidBy(powerlessAgent, files).map((line) => line.split(" @")[0])).toEqual([
    "warning powerless-agent: no agent takes the role `reader`",
    "warning powerless-agent: no agent takes the role `writer`",
  ]);
});

test("a guardrail whose exceptions leave no agent is told", () => {
  const files = (excepted: string): { readonly [path: string]: string } => ({
    "policies/a.yaml": "agent: ada\npolicies: ['git:read on repos/*']\n",
    "policies/b.yaml": "agent: bob\npolicies: ['git:read on repos/*']\n",
    "policies/g.yaml": `guardrails: ['deny git:read on repos/secret']\nexcept_agents: [${excepted}]\n`,
  });
  expect(saidBy(powerlessAgent, files("ada"))).toEqual([]);
  expect(saidBy(powerlessAgent, files("ada, bob"))).toEqual([
    "warning powerless-agent: the guardrail holds no agent @ ada",
  ]);
});

test("what is not decided within the budget blocks", () => {
  const text = "agent: ada\npolicies: ['git:read on repos/x', 'deny git:* on **']\n";
  const found = findingsOf([powerlessAgent], text, { maxStates: 3 });
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
