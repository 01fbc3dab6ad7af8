import { expect, test } from "vitest";
import { neverMatches } from "../../../../src/lint/rules/never-matches.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policy = (...statements: readonly string[]): string =>
  `agent: a\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`;

test("a contradictory condition is told", () => {
  expect(saidBy(neverMatches, policy("git:push on repos/* when context.n > 3 && context.n < 2"))).toEqual([
    "error never-matches: no valid request matches `git:push on repos/* when context.n > 3 && context.n < 2`: its condition is never true @ git:push on repos/* when context.n > 3 && context.n < 2",
  ]);
});

test("exceptions that carve out all of it are told, with the list that they are in", () => {
  const said = saidBy(
    neverMatches,
    policy(
      "git:push on repos/a, repos/b except repos/*",
      "sql:{read,write} except sql:read, sql:write on sql/*",
    ),
  );
  expect(said.map((line) => line.split(" @")[0])).toEqual([
    "error never-matches: no valid request matches `git:push on repos/a, repos/b except repos/*`: its exceptions carve out all of it",
    "error never-matches: no valid request matches `sql:{read,write} except sql:read, sql:write on sql/*`: its exceptions carve out all of it",
  ]);
});

test("names that no valid request has are told", () => {
  const [said] = saidBy(neverMatches, policy('git:push on "repos/../x"'));
  expect(said).toContain("no valid request has such names");
});

test("a deny whose condition is false in every context is told, one that is only never true is not", () => {
  const [never, ...others] = saidBy(
    neverMatches,
    policy(
      "git:push on repos/*",
      "deny git:push on repos/x when !has(context.n) && has(context.n)",
      // Unknown where `n` is absent, and so it denies.
      "deny git:push on repos/y when context.n > 3 && context.n < 2",
    ),
  );
  expect(never).toContain("its condition is false in every context");
  expect(others).toEqual([]);
});

test("a grant that has expired, a time of day and crossing conditions match something", () => {
  expect(
    saidBy(
      neverMatches,
      policy(
        "{statement: 'git:push on repos/a', expires: 2020-01-01}",
        "git:push on repos/b when time.hour == 3 && time.weekday == 0",
        "git:push on repos/c when context.n > 3 || context.n < 2",
        "git:push on repos/d/* except repos/d/e",
      ),
    ),
  ).toEqual([]);
});

test("a statement of a list of agents is told when it matches nothing for any of them", () => {
  const text = (agents: string): string =>
    `${agents}\npolicies:\n  - git:push on repos/\${agent} except repos/ada\n`;
  expect(saidBy(neverMatches, text("agents: [ada, bob]"))).toEqual([]);
  expect(saidBy(neverMatches, text("agent: ada"))).toHaveLength(1);
});

test("the fix removes the statement, and is silent afterwards", () => {
  const text = policy("git:read on repos/*", "git:push on repos/a except repos/*", "git:merge on repos/*");
  const fixed = fixedBy(neverMatches, text);
  expect(fixed).toBe(policy("git:read on repos/*", "git:merge on repos/*"));
  expect(saidBy(neverMatches, fixed)).toEqual([]);
});

test("what is not decided within the budget blocks", () => {
  const found = findingsOf([neverMatches], policy("git:push on repos/a except repos/*"), { maxStates: 3 });
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
