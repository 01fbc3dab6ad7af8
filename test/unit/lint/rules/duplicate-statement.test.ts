import { expect, test } from "vitest";
import { duplicateStatement } from "../../../../src/lint/rules/duplicate-statement.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policy = (...statements: readonly string[]): string =>
  `agent: a\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`;

test("the later of two equal statements is told, however they are written", () => {
  const text = policy("git:{read,push} on repos/a, repos/b", "git:push, git:read on repos/{a,b}");
  expect(saidBy(duplicateStatement, text)).toEqual([
    "warning duplicate-statement: `git:push, git:read on repos/{a,b}` matches what another statement matches, with the same options @ git:push, git:read on repos/{a,b} < git:{read,push} on repos/a, repos/b",
  ]);
  const [finding] = findingsOf([duplicateStatement], text);
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test("conditions that mean the same are the same", () => {
  const text = policy("git:push on repos/* when !(context.n > 3)", "git:push on repos/* when context.n <= 3");
  expect(saidBy(duplicateStatement, text)).toHaveLength(1);
});

test("of three equal ones the first is kept", () => {
  const said = saidBy(
    duplicateStatement,
    policy("git:push on repos/a", "git:push on repos/a", "git:push on repos/a"),
  );
  expect(said).toHaveLength(2);
});

test("a statement that more agents hold counts as the earlier one", () => {
  const files = {
    "policies/a.yaml": policy("git:* on repos/*", "deny git:push on repos/x"),
    "policies/g.yaml": "guardrails: ['deny git:push on repos/x']\n",
  };
  const [finding] = findingsOf([duplicateStatement], files);
  expect(finding?.span?.file).toBe("policies/a.yaml");
});

test("other options, other effects and other requests make another statement", () => {
  const gate = (rest: string): string => `{statement: 'git:push on repos/a', requires_approval: true${rest}}`;
  expect(
    saidBy(
      duplicateStatement,
      policy(
        gate(""),
        gate(", approvals: 2"),
        gate(", approval_channel: dashboard"),
        "git:read on repos/*",
        "{statement: 'git:read on repos/*', notify: dashboard}",
        "git:merge on repos/*",
        "git:merge on repos/x",
      ),
    ),
  ).toEqual([]);
});

test("the fix removes the later one", () => {
  const fixed = fixedBy(
    duplicateStatement,
    policy("git:push on repos/a", "git:read on repos/a", "git:push on repos/a"),
  );
  expect(fixed).toBe(policy("git:push on repos/a", "git:read on repos/a"));
  expect(saidBy(duplicateStatement, fixed)).toEqual([]);
});

test("what is not decided within the budget blocks", () => {
  const text = policy("git:push on repos/a", "git:push on repos/a");
  const found = findingsOf([duplicateStatement], text, { maxStates: 3 });
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
