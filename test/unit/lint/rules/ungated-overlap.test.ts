import { expect, test } from "vitest";
import { ungatedOverlap } from "../../../../src/lint/rules/ungated-overlap.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(ungatedOverlap, policies(...lines));
const gate = (statement: string, more = ""): string =>
  `{statement: "${statement}", requires_approval: true, approval_channel: dashboard, approval_timeout: 1h${more}}`;

test("a plain grant beside a gate is told, at the gate, with a request that needs approval", () => {
  const lines = ["git:* on repos/web/*", gate("git:push on repos/*/branches/main")];
  expect(said(...lines)).toEqual([
    `warning ungated-overlap: the gate \`git:push on repos/*/branches/main\` overlaps with the grant \`git:* on repos/web/*\`, and neither contains the other: what both match needs approval @ ${lines[1]} < git:* on repos/web/*`,
  ]);
  const [finding] = findingsOf([ungatedOverlap], policies(...lines));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "git:push",
    resource: "repos/web/branches/main",
  });
  expect(finding?.witness?.decision.effect).toBe("require_approval");
});

test("a grant that crosses several gates is told once, at the grant", () => {
  const told = said(
    "git:* on repos/web/*",
    gate("git:push on repos/*/branches/main"),
    gate("git:merge on repos/*/pull-requests/*"),
  );
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("the grant `git:* on repos/web/*` overlaps with 2 gates, and");
});

test("conditions that meet at one value are told", () => {
  const lines = [
    "refund on x when context.amount > 0 && context.amount <= 50",
    gate("refund on x", ", when: context.amount >= 50"),
  ].map((line) => line.replaceAll("refund on x", "pay:refund on pay/x"));
  const [finding] = findingsOf([ungatedOverlap], policies(...lines));
  expect(finding?.witness?.request.context).toEqual({ amount: 50 });
});

test("a gate of more names that asks under a condition is no narrower gate", () => {
  expect(said("git:push on repos/web/*", gate("git:push on repos/*", ", when: context.force"))).toHaveLength(
    1,
  );
});

test.each([
  ["the idiom, a narrower gate", ["git:* on repos/*", gate("git:push on repos/*/branches/main")]],
  [
    "a narrower gate under a condition",
    ["git:* on repos/*", gate("git:push on repos/*/branches/main", ", when: context.force")],
  ],
  [
    "a gate that always asks, of fewer names than a conditional grant",
    ["git:* on repos/* when context.ticket", gate("git:push on repos/*/branches/main")],
  ],
  [
    "a narrower gate in a condition that both share",
    ["git:* on repos/* when context.ci", gate("git:push on repos/x", ", when: context.ci && context.late")],
  ],
  [
    "a narrower gate of a grant that ends",
    ['{statement: "git:* on repos/*", expires: 2030-01-01}', gate("git:push on repos/*/branches/main")],
  ],
  ["a grant within the gate", ["git:push on repos/web/x", gate("git:* on repos/*")]],
  ["nothing in common", ["git:* on repos/web/*", gate("git:push on repos/api/*")]],
  [
    "nothing in common by condition",
    ["a:b on x/1/* when context.n < 5", gate("a:b on x/*/y", ", when: context.n >= 5")],
  ],
  [
    "the gate's resources carved out",
    ["git:* on repos/web/* except repos/*/branches/main", gate("git:push on repos/*/branches/main")],
  ],
  [
    "what both match denied",
    [
      "git:* on repos/web/*",
      gate("git:push on repos/*/branches/main"),
      "deny git:push on repos/web/branches/main",
    ],
  ],
  [
    "a grant that has expired",
    ['{statement: "git:* on repos/web/*", expires: 2025-01-01}', gate("git:push on repos/*/branches/main")],
  ],
  ["a gate and a gate", [gate("git:* on repos/web/*"), gate("git:push on repos/*/branches/main")]],
])("%s: nothing is told", (_, lines) => {
  expect(said(...lines)).toEqual([]);
});

test("a guardrail's gate is not the agent's own", () => {
  const files = {
    "policies/a.yaml": policies("git:* on repos/web/*"),
    "policies/g.yaml": `guardrails:\n  - ${gate("git:push on repos/*/branches/main")}\n`,
  };
  expect(saidBy(ungatedOverlap, files)).toEqual([]);
});

test("the fix carves the gate's resources out of a grant of its actions", () => {
  const text = policies("git:push on repos/web/*", gate("git:push, git:merge on repos/*/branches/main"));
  const fixed = fixedBy(ungatedOverlap, text);
  expect(fixed).toBe(
    text.replace(
      "  - git:push on repos/web/*\n",
      "  - statement: git:push on repos/web/*\n    except: 'repos/*/branches/main'\n",
    ),
  );
  expect(saidBy(ungatedOverlap, fixed)).toEqual([]);
});

test("where that would take away more than the gate holds, the grant becomes a gate with its options", () => {
  const text = policies(
    "git:* on repos/web/*",
    gate("git:push on repos/*/branches/main", ", approvers: [group:ops, user:eve], approvals: 2"),
  );
  const fixed = fixedBy(ungatedOverlap, text);
  expect(fixed).toBe(
    text.replace(
      "  - git:* on repos/web/*\n",
      [
        "  - statement: git:* on repos/web/*",
        "    requires_approval: true",
        "    approval_channel: 'dashboard'",
        "    approval_timeout: 1h",
        "    approvers: ['group:ops', 'user:eve']",
        "    approvals: 2",
        "",
      ].join("\n"),
    ),
  );
  expect(saidBy(ungatedOverlap, fixed)).toEqual([]);
});

test("in a flow mapping the options stand in its braces", () => {
  const text = policies(
    '{statement: "git:* on repos/web/*", notify: dashboard}',
    gate("git:push on repos/*/branches/main"),
  );
  expect(fixedBy(ungatedOverlap, text)).toContain(
    "notify: dashboard, requires_approval: true, approval_channel: 'dashboard', approval_timeout: 1h}",
  );
});

test("a role's grant is left alone where only some of its agents have the gate", () => {
  const files = {
    "policies/r.yaml": "role: r\npolicies:\n  - git:push on repos/web/*\n",
    "policies/a.yaml": `agent: ada\nextends: [r]\npolicies:\n  - ${gate("git:push on repos/*/branches/main")}\n`,
    "policies/b.yaml": "agent: bo\nextends: [r]\npolicies:\n  - git:read on repos/x\n",
  };
  const [finding] = findingsOf([ungatedOverlap], files);
  expect(finding?.message).toContain("overlaps with the grant `git:push on repos/web/*` for `ada`, and");
  expect(finding?.fixes).toEqual([]);
});

test("a question over budget is undecided and blocks", () => {
  const lines = policies("git:*x on repos/a/*b*", gate("git:*p* on repos/*/x*"));
  const told = findingsOf([ungatedOverlap], lines, { maxStates: 3 });
  expect(told.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
