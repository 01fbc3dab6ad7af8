import { expect, test } from "vitest";
import { crossProject } from "../../../../src/lint/rules/cross-project.ts";
import { deniedInFull } from "../../../../src/lint/rules/denied-in-full.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policy = (...statements: readonly string[]): string =>
  `agent: a\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`;

test("a grant that a deny removes entirely is told, with the deny and a request", () => {
  const text = policy("sql:drop on sql/prod/*", "deny sql:* on sql/prod/**");
  expect(saidBy(deniedInFull, text)).toEqual([
    "error denied-in-full: `sql:drop on sql/prod/*` grants nothing: all of it is denied @ sql:drop on sql/prod/* < deny sql:* on sql/prod/**",
  ]);
  const [finding] = findingsOf([deniedInFull], text);
  expect(finding?.witness?.request).toEqual({ agent: "a", action: "sql:drop", resource: "sql/prod/!" });
  expect(finding?.witness?.decision.reason).toBe("denied");
});

test("several denies, guardrails and borders remove it together", () => {
  const files = {
    "policies/a.yaml": policy("sql:drop on sql/a, sql/b, sql/c/x", "deny sql:drop on sql/a"),
    "policies/g.yaml": "guardrails:\n  - deny sql:drop on sql/b\n",
    "policies/b.yaml": "agent: b\npolicies: ['sql:read on sql/*']\n",
  };
  const config = "version: 1\nprojects: {p: {agents: [b], resources: [sql/c/*]}}\n";
  const [finding] = findingsOf([deniedInFull], files, { config });
  expect(finding?.related.map(({ message }) => message)).toEqual([
    "`deny sql:drop on sql/a` denies a part of it",
    "`deny sql:drop on sql/b` denies a part of it",
    "`border/p` denies a part of it",
  ]);
});

test("what borders alone deny is told by cross-project", () => {
  const files = {
    "policies/a.yaml": policy("sql:drop on sql/c/x"),
    "policies/b.yaml": "agent: b\npolicies: ['sql:read on sql/*']\n",
  };
  const config = "version: 1\nprojects: {p: {agents: [b], resources: [sql/c/*]}}\n";
  expect(saidBy(deniedInFull, files, { config })).toEqual([]);
  expect(saidBy(crossProject, files, { config })).toHaveLength(1);
});

test("a gate that is denied in full is told", () => {
  const gate = "{statement: 'sql:drop on sql/prod/x', requires_approval: true}";
  expect(saidBy(deniedInFull, policy(gate, "deny sql:drop on sql/prod/*"))).toHaveLength(1);
});

test("a grant of which anything is left is not told", () => {
  expect(
    saidBy(
      deniedInFull,
      policy(
        "sql:drop on sql/a/*",
        "deny sql:drop on sql/a/* except sql/a/scratch",
        "sql:read on sql/b",
        "deny sql:read on sql/b when context.n > 1",
        "sql:write on sql/c when context.n > 1",
        // Denies where `n` is absent as well, but not above 2.
        "deny sql:write on sql/c when context.n <= 2",
      ),
    ),
  ).toEqual([]);
});

test("a role's grant is told when it is denied to every agent that takes it", () => {
  const files = (denies: string): { readonly [path: string]: string } => ({
    "policies/r.yaml": "role: r\npolicies:\n  - sql:drop on sql/x\n  - sql:read on sql/x\n",
    "policies/a.yaml": "agent: a\nextends: [r]\npolicies: ['deny sql:drop on sql/x']\n",
    "policies/b.yaml": `agent: b\nextends: [r]\npolicies: ['${denies}']\n`,
  });
  expect(saidBy(deniedInFull, files("sql:list on sql/x"))).toEqual([]);
  const [finding] = findingsOf([deniedInFull], files("deny sql:drop on sql/*"));
  expect(finding?.related.map(({ message }) => message)).toEqual([
    "`deny sql:drop on sql/x` denies it for `a`",
    "`deny sql:drop on sql/*` denies it for `b`",
  ]);
});

test("the fix removes the grant, and nothing is told afterwards", () => {
  const fixed = fixedBy(
    deniedInFull,
    policy("sql:drop on sql/a", "sql:* on sql/*", "deny sql:drop on sql/a"),
  );
  expect(fixed).toBe(policy("sql:* on sql/*", "deny sql:drop on sql/a"));
  expect(saidBy(deniedInFull, fixed)).toEqual([]);
});

test("what is not decided within the budget blocks", () => {
  const found = findingsOf([deniedInFull], policy("sql:drop on sql/a", "deny sql:drop on sql/*"), {
    maxStates: 3,
  });
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
