import { expect, test } from "vitest";
import { shadowedStatement } from "../../../../src/lint/rules/shadowed-statement.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policy = (...statements: readonly string[]): string =>
  `agent: a\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`;
const gate = (statement: string, rest = ""): string =>
  `{statement: "${statement}", requires_approval: true${rest}}`;

test("a grant that a broader one covers is told, wherever it stands", () => {
  const text = policy("git:read on repos/web/*", "git:* on repos/**");
  expect(saidBy(shadowedStatement, text)).toEqual([
    "warning shadowed-statement: `git:read on repos/web/*` changes nothing: `git:* on repos/**` covers it @ git:read on repos/web/* < git:* on repos/**",
  ]);
  const [finding] = findingsOf([shadowedStatement], text);
  expect(finding?.witness?.request).toEqual({ agent: "a", action: "git:read", resource: "repos/web/!" });
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test("denies, gates with equal options, and grants under a gate are told", () => {
  expect(
    saidBy(
      shadowedStatement,
      policy(
        "sql:* on sql/**",
        "deny sql:drop on sql/prod/x",
        "deny sql:drop on sql/prod/*",
        gate("git:push on repos/x"),
        gate("git:push on repos/*"),
        "git:push on repos/y",
      ),
    ).map((line) => line.split(" @")[0]),
  ).toEqual([
    "warning shadowed-statement: `deny sql:drop on sql/prod/x` changes nothing: `deny sql:drop on sql/prod/*` covers it",
    "warning shadowed-statement: `git:push on repos/x` changes nothing: `git:push on repos/*` covers it",
    "warning shadowed-statement: `git:push on repos/y` changes nothing: `git:push on repos/*` covers it",
  ]);
});

test("of two denies that remove the same from a grant the narrower is told", () => {
  const text = policy("sql:drop on sql/x", "deny sql:drop on sql/x", "deny sql:drop on sql/*");
  const said = saidBy(
    shadowedStatement,
    policy("sql:* on sql/x/y", "deny sql:drop on sql/x/**", "deny sql:drop on sql/*"),
  );
  expect(said).toHaveLength(1);
  expect(said[0]).toContain("@ deny sql:drop on sql/x/**");
  expect(saidBy(shadowedStatement, text)).toHaveLength(1);
});

test("a gate is never covered by a broader grant, nor by a gate that asks otherwise", () => {
  expect(
    saidBy(
      shadowedStatement,
      policy(
        "git:* on repos/**",
        gate("git:push on repos/x"),
        gate("git:push on repos/*", ", approvals: 2"),
        gate("git:merge on repos/x", ", approval_channel: dashboard"),
        gate("git:merge on repos/*"),
      ),
    ),
  ).toEqual([]);
});

test("what is told to a channel, what lasts longer and what is left in part is not covered", () => {
  expect(
    saidBy(
      shadowedStatement,
      policy(
        "{statement: 'git:read on repos/x', notify: dashboard}",
        "{statement: 'git:read on repos/*', expires: 2030-01-01}",
        "git:read on repos/y",
        "sql:read on sql/**",
        "sql:read on tables/x, sql/x",
        "http:get on https://a/* when context.n > 1",
        "http:get on https://a/b",
      ),
    ),
  ).toEqual([]);
});

test("a channel that the other tells as well does not keep it", () => {
  const text = policy(
    "{statement: 'git:read on repos/x', notify: dashboard}",
    "{statement: 'git:read on repos/*', notify: [dashboard, slack:#a]}",
  );
  expect(saidBy(shadowedStatement, text)).toHaveLength(1);
});

test("where a condition is unknown a grant still tells its channel", () => {
  const text = policy(
    "{statement: 'git:read on repos/x when context.n > 1', notify: dashboard}",
    "{statement: 'git:read on repos/* when context.n > 0', notify: dashboard}",
    "git:read on repos/*",
  );
  // Both are unknown without `n`; the broader one tells whatever the narrower does.
  expect(saidBy(shadowedStatement, text)).toHaveLength(1);
});

test("a conditional grant under an unconditional one is left to another rule, under a conditional one it is not", () => {
  expect(
    saidBy(shadowedStatement, policy("git:read on repos/*", "git:read on repos/x when context.n > 1")),
  ).toEqual([]);
  expect(
    saidBy(
      shadowedStatement,
      policy("git:read on repos/* when context.n > 0", "git:read on repos/x when context.n > 1"),
    ),
  ).toHaveLength(1);
});

test("a conditional grant under an unconditional one is told here where a gate takes both", () => {
  const text = policy(
    "git:read on repos/*",
    "git:read on repos/x when context.n > 1",
    gate("git:* on repos/**"),
  );
  expect(saidBy(shadowedStatement, text)).toHaveLength(2);
});

test("a grant that has expired is left to another rule", () => {
  const text = policy("{statement: 'git:read on repos/x', expires: 2020-01-01}", "git:read on repos/*");
  expect(saidBy(shadowedStatement, text)).toEqual([]);
});

test("a role's statement is told when every agent that takes it has one that covers it", () => {
  const files = (grant: string): { readonly [path: string]: string } => ({
    "policies/r.yaml": "role: r\npolicies:\n  - git:read on repos/x\n  - sql:read on sql/x\n",
    "policies/a.yaml": "agent: ada\nextends: [r]\npolicies: ['git:* on repos/*']\n",
    "policies/b.yaml": `agent: bob\nextends: [r]\npolicies: ['${grant}']\n`,
  });
  expect(saidBy(shadowedStatement, files("git:read on repos/y"))).toEqual([]);
  const [finding] = findingsOf([shadowedStatement], files("git:read on repos/*"));
  expect(finding?.message).toBe(
    "`git:read on repos/x` changes nothing: for each of its agents another statement covers it",
  );
  expect(finding?.related.map(({ message }) => message)).toEqual([
    "`git:* on repos/*` covers it for `ada`",
    "`git:read on repos/*` covers it for `bob`",
  ]);
});

test("a guardrail under another one is told; one that agents' own statements make needless is an info without fix", () => {
  const files = {
    "policies/a.yaml": policy("git:* on repos/**", "deny git:admin on repos/**"),
    "policies/g.yaml":
      "guardrails:\n  - deny git:push on repos/x\n  - deny git:push on repos/*\n  - deny git:admin on repos/x\n",
  };
  const found = findingsOf([shadowedStatement], files);
  expect(found.map(({ severity, message, fixes }) => `${severity} ${message} (${fixes.length})`)).toEqual([
    "warning `deny git:push on repos/x` changes nothing: `deny git:push on repos/*` covers it (1)",
    "info `deny git:admin on repos/x` changes nothing: `deny git:admin on repos/**` covers it (0)",
  ]);
});

test("the fix removes the statement", () => {
  const fixed = fixedBy(shadowedStatement, policy("git:read on repos/x", "git:read on repos/*"));
  expect(fixed).toBe(policy("git:read on repos/*"));
  expect(saidBy(shadowedStatement, fixed)).toEqual([]);
});

test("what is not decided within the budget blocks", () => {
  const text = policy("git:read on repos/x", "git:read on repos/*");
  const found = findingsOf([shadowedStatement], text, { maxStates: 3 });
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
