import { expect, test } from "vitest";
import { redundantPattern } from "../../../../src/lint/rules/redundant-pattern.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policy = (...statements: readonly string[]): string =>
  `agent: a\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`;

test("an action and a resource that another of the list covers are told", () => {
  expect(saidBy(redundantPattern, policy("git:read, git:* on repos/*, repos/web"))).toEqual([
    "info redundant-pattern: the action `git:read` adds nothing: another of its list covers it @ git:read < git:*",
    "info redundant-pattern: the resource `repos/web` adds nothing: another of its list covers it @ repos/web < repos/*",
  ]);
  const [, finding] = findingsOf([redundantPattern], policy("git:read, git:* on repos/*, repos/web"));
  expect(finding?.witness?.request).toEqual({ agent: "a", action: "git:!", resource: "repos/web" });
});

test("a pattern that several others cover together is told", () => {
  expect(saidBy(redundantPattern, policy("git:read on repos/a, repos/b*, repos/{a,b}"))).toEqual([
    "info redundant-pattern: the resource `repos/{a,b}` adds nothing: others of its list cover it together @ repos/{a,b} < repos/a < repos/b*",
  ]);
});

test("of two equal patterns the later is told", () => {
  expect(saidBy(redundantPattern, policy("git:read on repos/a, repos/{b,c}, repos/a, repos/{c,b}"))).toEqual([
    "info redundant-pattern: the resource `repos/a` adds nothing: another of its list says the same @ repos/a",
    "info redundant-pattern: the resource `repos/{c,b}` adds nothing: another of its list says the same @ repos/{c,b}",
  ]);
});

test("exceptions are a list of their own", () => {
  const text = policy("git:read on repos/* except repos/secret/*, repos/secret/x");
  expect(saidBy(redundantPattern, text)).toEqual([
    "info redundant-pattern: the exception `repos/secret/x` adds nothing: another of its list covers it @ repos/secret/x < repos/secret/*",
  ]);
});

test("what exceptions carve out of a pattern counts", () => {
  expect(saidBy(redundantPattern, policy("git:read on repos/a/*, repos/b/x except repos/b/*"))).toEqual([
    "info redundant-pattern: the resource `repos/b/x` adds nothing: the exceptions carve out all of it @ repos/b/x",
  ]);
});

test("binding shapes make patterns cover that do not otherwise", () => {
  const text = policy('git:read on repos/*, "repos/**/web"');
  const config = "version: 1\ncatalog: {services: {git: {shapes: ['repos/{repo}']}}}\n";
  expect(saidBy(redundantPattern, policy("git:read on repos/web, repos/**/web"), { config })).toHaveLength(1);
  expect(saidBy(redundantPattern, policy("git:read on repos/web, repos/x/**/web"))).toEqual([]);
  expect(saidBy(redundantPattern, text)).toHaveLength(1);
});

test("patterns that only overlap, and the only one of a list, are not told", () => {
  expect(
    saidBy(
      redundantPattern,
      policy("git:read, git:push on repos/a*, repos/*b", "sql:* on sql/*", "http:{get,post} on https://a/*"),
    ),
  ).toEqual([]);
});

test("a pattern with a variable is told when it is covered for every agent", () => {
  const text = (agents: string): string =>
    `agents: [${agents}]\npolicies:\n  - git:read on repos/a*, repos/\${agent}\n`;
  expect(saidBy(redundantPattern, text("ada, bob"))).toEqual([]);
  expect(saidBy(redundantPattern, text("ada, al"))).toHaveLength(1);
});

test("the fix removes the pattern", () => {
  const fixed = fixedBy(redundantPattern, policy("git:read on repos/*, repos/web"));
  expect(fixed).toBe(policy("git:read on repos/*"));
  expect(saidBy(redundantPattern, fixed)).toEqual([]);
});

test("what is not decided within the budget is said as an info", () => {
  const found = findingsOf([redundantPattern], policy("git:read on repos/*, repos/web"), { maxStates: 3 });
  expect(found.map(({ code, severity }) => `${severity} ${code}`)).toContain("info undecided");
});
