import { expect, test } from "vitest";
import { overlap } from "../../../../src/lint/rules/overlap.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(overlap, policies(...lines));
const gate = (statement: string, more = ""): string =>
  `{statement: "${statement}", requires_approval: true, approval_channel: dashboard, approval_timeout: 1h${more}}`;

test("two grants that match common requests are told once, with a request that both match", () => {
  const lines = ["git:* on repos/web-*", "git:read on repos/*/pull-requests/*"];
  expect(said(...lines)).toEqual([
    "info overlap: `git:* on repos/web-*` and `git:read on repos/*/pull-requests/*` match common requests, and neither contains the other: what two match is granted by either @ git:* on repos/web-* < git:read on repos/*/pull-requests/*",
  ]);
  const [finding] = findingsOf([overlap], policies(...lines));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "git:read",
    resource: "repos/web-/pull-requests/!",
  });
  expect(finding?.witness?.decision.statements).toHaveLength(2);
  expect(finding?.related.map(({ message }) => message)).toEqual([
    "`git:read on repos/*/pull-requests/*` shares requests such as `git:read` on `repos/web-/pull-requests/!`",
  ]);
});

test("gates with equal options and denies are told likewise", () => {
  expect(said(gate("git:* on repos/a/*"), gate("git:push on repos/*/x"))[0]).toContain(
    "what two match is asked for once",
  );
  const denies = ["git:* on repos/*", "deny git:push on repos/*/x", "deny git:{push,merge} on repos/a/*"];
  expect(said(...denies)[0]).toContain("what two match is denied by either");
});

test("statements that overlap are one finding, at the first of them, with all others", () => {
  const lines = ["a:b", "a:c", "a:d", "a:e"].map((action, i) => `x:*, ${action} on r/${String(i)}/*, all/*`);
  const told = said(...lines);
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("and 3 more statements match common requests");
  expect(told[0]?.split(" < ").slice(1)).toEqual(lines.slice(1));
});

test("of more than ten others the rest is counted", () => {
  const lines = Array.from({ length: 14 }, (_, i) => `x:*, a:${String(i)} on r/${String(i)}/*, all/*`);
  const [finding] = findingsOf([overlap], policies(...lines));
  expect(finding?.related).toHaveLength(11);
  expect(finding?.related.at(-1)?.message).toBe("and 3 more statements");
});

test("groups that have nothing in common are told apart", () => {
  expect(
    said("a:*, a:b on r/1/*, r/x", "a:*, a:c on r/2/*, r/x", "b:*, b:b on s/1/*, s/x", "b:* on s/2/*, s/x"),
  ).toHaveLength(2);
});

test.each([
  ["apart in names", ["git:* on repos/a/*", "git:* on repos/b/*"]],
  ["apart in actions", ["git:push on repos/*", "git:read on repos/*"]],
  ["contained", ["git:* on repos/*", "git:push on repos/a"]],
  ["equal", ["git:push on repos/a", "git:push on repos/a"]],
  ["apart by except", ["git:push on repos/* except repos/x/*", "git:* on repos/x/*"]],
  ["apart by condition", ["git:push on r/*/x when context.n < 1", "git:push on r/a/* when context.n >= 1"]],
  ["contained by condition", ["a:b on r/* when context.n < 1", "a:b on r/* when context.n < 0"]],
  ["a grant and a narrower gate", ["git:* on repos/*", gate("git:push on repos/a/*")]],
  ["a grant and a narrower deny", ["git:* on repos/*", "deny git:push on repos/a/*"]],
  ["a deny and a grant", ["git:* on repos/a/*", "deny git:push on repos/*/x"]],
  ["options that differ", ["git:* on repos/a/*", '{statement: "git:push on repos/*/x", notify: dashboard}']],
  ["one statement with two patterns", ["git:push, git:* on repos/a/*, repos/*/x"]],
])("statements %s are not told", (_, lines) => {
  expect(said(...lines)).toEqual([]);
});

test("an overlap that a deny removes is no news", () => {
  const lines = ["git:* on repos/a/*", "git:push on repos/*/x"];
  expect(said(...lines)).toHaveLength(1);
  expect(said(...lines, "deny git:push on repos/a/x")).toEqual([]);
});

test("an overlap with a grant that has expired is no news", () => {
  const lines = ["git:* on repos/a/*", "git:push on repos/*/x"].map(
    (line) => `{statement: "${line}", expires: 2025-01-01}`,
  );
  expect(said(...lines)).toEqual([]);
});

test("a role's pair is told once for all agents that take it, and apart from those with own statements", () => {
  const files = {
    "policies/r.yaml": "role: r\npolicies:\n  - git:* on repos/a/*\n  - git:push on repos/*/x\n",
    "policies/a.yaml": "agents: [ada, bo, cid]\nextends: [r]\npolicies:\n  - git:read on repos/*/y\n",
  };
  expect(saidBy(overlap, files)).toEqual([
    "info overlap: `git:read on repos/*/y` and `git:* on repos/a/*` match common requests, and neither contains the other for `bo` and 2 more agents: what two match is granted by either @ git:read on repos/*/y < git:* on repos/a/*",
    "info overlap: `git:* on repos/a/*` and `git:push on repos/*/x` match common requests, and neither contains the other for `bo` and 2 more agents: what two match is granted by either @ git:* on repos/a/* < git:push on repos/*/x",
  ]);
});

test("guardrails are not an agent's own statements", () => {
  const files = {
    "policies/a.yaml": policies("git:* on repos/*", "deny git:push on repos/*/x"),
    "policies/g.yaml": "guardrails:\n  - deny git:* on repos/a/*\n",
  };
  expect(saidBy(overlap, files)).toEqual([]);
});

test("a question over budget is undecided, as an info", () => {
  const lines = policies("git:*x on repos/a/*b*", "git:*p* on repos/*/x*");
  const told = findingsOf([overlap], lines, { maxStates: 3 });
  expect(told.map(({ code }) => code)).toContain("undecided");
});
