import { expect, test } from "vitest";
import { ungatedProtectedBranch } from "../../../../src/lint/rules/ungated-protected-branch.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(ungatedProtectedBranch, policies(...lines));

const grant = "git:push on repos/*/branches/main";

test("a push to main is told, with a request that shows it", () => {
  expect(said(grant)).toEqual([
    `error ungated-protected-branch: \`a\` can push or merge to a protected branch without approval @ ${grant}`,
  ]);
  const [finding] = findingsOf([ungatedProtectedBranch], policies(grant));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "git:push",
    resource: "repos/ /branches/main",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toContain("`requires_approval: true`");
});

test.each([
  "git:* on repos/*",
  "git:push on repos/*/branches/*",
  "git:merge on repos/acme/shop/branches/master",
  "git:push on repos/shop/branches/release/*",
  "git:push on repos/shop/branches/release-1.2",
  "git:force_push on repos/shop/branches/production",
  "github:push_files on repos/shop/branches/main",
  "mcp:github:push_files on mcp/github/*",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "git:push on repos/*/branches/feature/*",
  "git:push on repos/*/branches/* except repos/*/branches/{main,master,trunk,prod,prod/*,production,production/*,release*}",
  "git:push on repos/shop/branches/release-notes",
  "git:push on repos/shop/branches/maintenance",
  "git:read on repos/*",
  "git:merge on repos/shop/pull-requests/*",
  "git:comment on repos/*",
  "mcp:github:push_files on mcp/github/shop",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a gate, a deny or a narrowing with a reason settles it", () => {
  expect(said(`statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `deny ${grant}`)).toEqual([]);
  const config = `sensitive: {ungated-protected-branch: {narrow: [{resources: ["repos/*/branches/main"], reason: the host protects it}]}}\n`;
  expect(saidBy(ungatedProtectedBranch, policies(grant), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([ungatedProtectedBranch], policies(grant), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain("`a` push or merge to a protected branch without approval?");
});
