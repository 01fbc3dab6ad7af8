import { expect, test } from "vitest";
import { gatedInPart } from "../../../../src/lint/rules/gated-in-part.ts";
import { ungatedOverlap } from "../../../../src/lint/rules/ungated-overlap.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(gatedInPart, policies(...lines));
const gate = (statement: string, more = ""): string =>
  `{statement: "${statement}", requires_approval: true, approval_channel: dashboard, approval_timeout: 1h${more}}`;

test("a narrower gate of the agent's own says what it takes, with a request", () => {
  const lines = ["git:* on repos/*", gate("git:push on repos/*/branches/main")];
  expect(said(...lines)).toEqual([
    `info gated-in-part: the gate \`git:push on repos/*/branches/main\` takes a part out of the grant \`git:* on repos/*\` of \`a\` @ ${lines[1]} < git:* on repos/*`,
  ]);
  const [finding] = findingsOf([gatedInPart], policies(...lines));
  expect(finding?.witness?.request.resource).toBe("repos/ /branches/main");
  expect(finding?.witness?.decision.reason).toBe("gated");
  expect(finding?.related[0]?.message).toBe(
    "`git:* on repos/*` needs approval for requests such as `git:push` on `repos/ /branches/main`",
  );
});

test("a guardrail's gate is one finding, whatever number of agents and grants it meets", () => {
  const files = {
    "policies/g.yaml": `guardrails:\n  - ${gate("git:push on **prod**")}\n`,
    "policies/a.yaml": policies("git:* on repos/x/*", "git:push on repos/*"),
    "policies/b.yaml": "agents: [bo, cy]\npolicies:\n  - git:push on y/*\n  - git:read on z/*\n",
  };
  expect(saidBy(gatedInPart, files)).toEqual([
    `info gated-in-part: the gate \`git:push on **prod**\` takes a part out of 3 grants of 3 agents @ ${gate("git:push on **prod**")} < git:* on repos/x/* < git:push on repos/* < git:push on y/*`,
  ]);
});

test("a guardrail's gate that takes all of a grant is told as well", () => {
  const files = {
    "policies/g.yaml": `guardrails:\n  - ${gate("git:push on **")}\n`,
    "policies/a.yaml": policies("git:push on repos/*"),
  };
  expect(saidBy(gatedInPart, files)).toHaveLength(1);
});

test("a gate that has ended goes on gating", () => {
  expect(said("git:* on repos/*", gate("git:push on repos/x", ", expires: 2025-01-01"))).toHaveLength(1);
});

test.each([
  ["a gate beside the grant", ["git:* on repos/web/*", gate("git:push on repos/*/branches/main")]],
  ["a grant within the gate", ["git:push on repos/web/x", gate("git:* on repos/*")]],
  ["nothing in common", ["git:* on repos/web/*", gate("git:push on repos/api/*")]],
  [
    "conditions that exclude each other",
    ["a:b on x/* when context.n < 5", gate("a:b on x/y", ", when: context.n >= 5")],
  ],
  ["what both match denied", ["git:* on repos/*", gate("git:push on repos/x"), "deny git:push on repos/x"]],
  ["a gate within a gate", [gate("git:* on repos/*"), gate("git:push on repos/x")]],
  [
    "a grant that carves the gate's resources out",
    ["git:* on repos/* except repos/x", gate("git:push on repos/x")],
  ],
])("%s: nothing is told", (_, lines) => {
  expect(said(...lines)).toEqual([]);
});

test("a gate that is not narrower is told by another rule, and only there", () => {
  const lines = ["git:* on repos/web/*", gate("git:push on repos/*/branches/main")];
  expect(saidBy([gatedInPart, ungatedOverlap], policies(...lines))).toHaveLength(1);
});

test("a guardrail's gate says nothing of agents that it does not hold", () => {
  const files = {
    "policies/g.yaml": `guardrails:\n  - ${gate("git:push on **prod**")}\nexcept_agents: [a]\n`,
    "policies/a.yaml": policies("git:* on repos/*"),
    "policies/b.yaml": "agent: b\npolicies:\n  - git:read on repos/*\n",
  };
  expect(saidBy(gatedInPart, files)).toEqual([]);
});

test("a question over budget is undecided, as an info", () => {
  const lines = policies("git:* on repos/*", gate("git:push on repos/*/branches/main"));
  const told = findingsOf([gatedInPart], lines, { maxStates: 3 });
  expect(told.map(({ code, severity }) => `${severity} ${code}`)).toContain("info undecided");
});
