import { expect, test } from "vitest";
import { deniedInPart } from "../../../../src/lint/rules/denied-in-part.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(deniedInPart, policies(...lines));
const gate = (statement: string, more = ""): string =>
  `{statement: "${statement}", requires_approval: true, approval_channel: dashboard, approval_timeout: 1h${more}}`;

test("a deny says what it carves out of which grant, with a request", () => {
  const lines = ["git:* on repos/*", "deny git:push on repos/*/branches/main"];
  expect(said(...lines)).toEqual([
    "info denied-in-part: `deny git:push on repos/*/branches/main` denies a part of the grant `git:* on repos/*` of `a` @ deny git:push on repos/*/branches/main < git:* on repos/*",
  ]);
  const [finding] = findingsOf([deniedInPart], policies(...lines));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "git:push",
    resource: "repos/ /branches/main",
  });
  expect(finding?.witness?.decision.reason).toBe("denied");
  expect(finding?.related[0]?.message).toBe(
    "`git:* on repos/*` loses requests such as `git:push` on `repos/ /branches/main`",
  );
});

test("a guardrail is one finding, whatever number of agents and grants it meets", () => {
  const grants = Array.from({ length: 14 }, (_, i) => `a:b on r/${String(i)}/*`);
  const files = {
    "policies/g.yaml": 'guardrails:\n  - "deny ** on **secret**"\n',
    "policies/a.yaml": policies(...grants),
    "policies/b.yaml": "agents: [bo, cy]\npolicies:\n  - git:push on y/*\n",
  };
  const found = findingsOf([deniedInPart], files);
  expect(found.map(({ message }) => message)).toEqual([
    "`deny ** on **secret**` denies a part of 15 grants of 3 agents",
  ]);
  expect(found[0]?.related.at(-1)?.message).toBe("and 5 more grants");
});

test("what a gate grants with approval is carved as well", () => {
  expect(said(gate("git:* on repos/*"), "deny git:push on repos/x")).toHaveLength(1);
});

test("a deny under a condition carves where it is not false", () => {
  const [finding] = findingsOf(
    [deniedInPart],
    policies("a:b on x/* when context.n < 5", "deny a:b on x/y when context.n >= 4"),
  );
  expect(finding?.witness?.request.context).toEqual({ n: 4 });
});

test.each([
  ["nothing in common", ["git:* on repos/web/*", "deny git:push on repos/api/*"]],
  ["other actions", ["git:read on repos/*", "deny git:push on repos/*"]],
  ["carved out already", ["git:* on repos/* except repos/x", "deny git:push on repos/x"]],
  [
    "conditions that exclude each other",
    ["a:b on x/* when context.n < 5", "deny a:b on x/y when context.n >= 5"],
  ],
  ["a grant of which the deny leaves nothing", ["git:push on repos/x", "deny git:* on repos/*"]],
  [
    "a grant of which two denies leave nothing",
    ["git:push, git:pull on repos/x", "deny git:push on repos/*", "deny git:pull on repos/*"],
  ],
  ["no grant", ["deny git:* on repos/*", gate("git:push on other/x")]],
])("%s: nothing is told", (_, lines) => {
  expect(said(...lines)).toEqual([]);
});

test("a role's grant that is denied in full for one of its agents is told", () => {
  const files = {
    "policies/r.yaml": "role: r\npolicies:\n  - git:push on repos/web/*\n",
    "policies/a.yaml": "agent: ada\nextends: [r]\npolicies:\n  - deny git:* on **\n",
    "policies/b.yaml": "agent: bo\nextends: [r]\npolicies:\n  - x:y on z/1\n",
  };
  expect(saidBy(deniedInPart, files)).toEqual([
    "info denied-in-part: `deny git:* on **` denies a part of the grant `git:push on repos/web/*` of `ada` @ deny git:* on ** < git:push on repos/web/*",
  ]);
});

test("a border is told elsewhere", () => {
  const config =
    "version: 1\nprojects: {one: {agents: [a], resources: [one/*]}, two: {agents: [b], resources: [two/*]}}\n";
  const files = {
    "policies/a.yaml": policies("a:b on **"),
    "policies/b.yaml": "agent: b\npolicies:\n  - a:b on two/*\n",
  };
  expect(saidBy(deniedInPart, files, { config })).toEqual([]);
});

test("a question over budget is undecided, as an info", () => {
  const lines = policies("git:* on repos/*", "deny git:push on repos/*/branches/main");
  const told = findingsOf([deniedInPart], lines, { maxStates: 3 });
  expect(told.map(({ code, severity }) => `${severity} ${code}`)).toContain("info undecided");
});
