import { expect, test } from "vitest";
import { ineffectiveDeny } from "../../../../src/lint/rules/ineffective-deny.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policy = (...statements: readonly string[]): string =>
  `agent: a\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`;

test("a deny that meets no grant is told, with a request that it matches", () => {
  const text = policy("git:push on repos/*", "deny git:psuh on repos/web");
  expect(saidBy(ineffectiveDeny, text)).toEqual([
    "warning ineffective-deny: `deny git:psuh on repos/web` removes nothing: no grant of `a` meets it @ deny git:psuh on repos/web",
  ]);
  const [finding] = findingsOf([ineffectiveDeny], text);
  expect(finding?.witness?.request).toEqual({ agent: "a", action: "git:psuh", resource: "repos/web" });
  expect(finding?.fixes).toEqual([]);
});

test("conditions that exclude each other make a deny ineffective", () => {
  const text = policy(
    "git:push on repos/* when context.n > 2",
    "deny git:push on repos/x when context.n < 1",
  );
  // Unknown is no bar to a deny, but the grant knows `n`.
  expect(saidBy(ineffectiveDeny, text)).toHaveLength(1);
});

test("a deny that meets any grant is not told, be it a gate's, a role's or one denied already", () => {
  const files = {
    "policies/r.yaml": "role: r\npolicies: ['sql:read on sql/*']\n",
    "policies/a.yaml": `extends: [r]\n${policy(
      "{statement: 'git:push on repos/*', requires_approval: true}",
      "deny git:push on repos/web",
      "deny sql:* on **secret**",
      "deny git:push on repos/w*",
    )}`,
  };
  expect(saidBy(ineffectiveDeny, files)).toEqual([]);
});

test("a deny of several agents is told when it meets a grant of none", () => {
  const files = (grant: string): { readonly [path: string]: string } => ({
    "policies/r.yaml": "role: r\npolicies: ['deny sql:drop on sql/*']\n",
    "policies/a.yaml": "agent: ada\nextends: [r]\npolicies: ['git:read on repos/*']\n",
    "policies/b.yaml": `agent: bob\nextends: [r]\npolicies: ['${grant}']\n`,
  });
  expect(saidBy(ineffectiveDeny, files("sql:* on sql/x"))).toEqual([]);
  expect(saidBy(ineffectiveDeny, files("sql:read on sql/x"))).toEqual([
    "warning ineffective-deny: `deny sql:drop on sql/*` removes nothing: no grant of `ada` and `bob` meets it @ 'deny sql:drop on sql/*'",
  ]);
});

test("in a guardrail it is an info", () => {
  const files = {
    "policies/a.yaml": policy("git:push on repos/*"),
    "policies/g.yaml": "guardrails: ['deny git:admin on repos/*']\n",
  };
  expect(saidBy(ineffectiveDeny, files)).toEqual([
    "info ineffective-deny: `deny git:admin on repos/*` removes nothing: no grant of the agents that it holds meets it @ 'deny git:admin on repos/*'",
  ]);
});

test("what is not decided within the budget blocks", () => {
  const found = findingsOf([ineffectiveDeny], policy("git:* on repos/*", "deny git:push on repos/web"), {
    maxStates: 3,
  });
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
