import { expect, test } from "vitest";
import { absentAttribute } from "../../../../src/lint/rules/absent-attribute.ts";
import { findingsOf, fixedBy, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(absentAttribute, policies(...lines));
const gate = (statement: string, more = ""): string =>
  `{statement: "${statement}", requires_approval: true, approval_channel: dashboard, approval_timeout: 1h${more}}`;

test("a deny that fires without its attribute is told, with the grant and a request without it", () => {
  const lines = ["git:push on repos/*", "deny git:push on repos/* when context.force"];
  expect(said(...lines)).toEqual([
    "info absent-attribute: `deny git:push on repos/* when context.force` also denies when `context.force` is absent, and so refuses a part of the grant `git:push on repos/*` of `a` @ deny git:push on repos/* when context.force < git:push on repos/*",
  ]);
  const [finding] = findingsOf([absentAttribute], policies(...lines));
  expect(finding?.witness?.request).toEqual({ agent: "a", action: "git:push", resource: "repos/!" });
  expect(finding?.witness?.decision.reason).toBe("denied");
});

test("a gate is told likewise", () => {
  const lines = ["git:push on repos/*", gate("git:push on repos/*/x", ", when: context.n > 5")];
  expect(said(...lines)[0]).toMatch(
    /^info absent-attribute: the gate `git:push on repos\/\*\/x` also asks when `context.n` is absent, and so holds a part of the grant `git:push on repos\/\*` of `a`/,
  );
});

test("several attributes are named, those that matter", () => {
  const told = said(
    "a:b on r/* when context.y == 'k'",
    "deny a:b on r/* when context.x == 1 && context.y == 'k' && context.z",
  );
  expect(told[0]).toContain("when `context.x` and `context.z` are absent");
});

test.each([
  ["`has` asked first", ["a:b on r/*", "deny a:b on r/* when has(context.x) && context.x == 1"]],
  ["no condition", ["a:b on r/*", "deny a:b on r/x"]],
  [
    "a grant that needs the attribute",
    ["a:b on r/* when context.x > 5", "deny a:b on r/* when context.x > 9"],
  ],
  ["no grant there", ["a:c on r/*", "deny a:b on r/* when context.x"]],
  [
    "another deny takes it anyway",
    ["a:b on r/*", "deny a:b on r/* when context.x", "deny a:b on r/* when !has(context.x)"],
  ],
  [
    "another gate asks anyway",
    ["a:b on r/*", gate("a:b on r/x", ", when: context.x"), gate("a:b on r/x", ", when: '!has(context.x)'")],
  ],
  ["a gate's own grant", [gate("a:b on r/x", ", when: context.x")]],
  ["a conditional grant", ["a:b on r/* when context.x"]],
  ["the hour, since a request brings its time", ["a:b on r/*", "deny a:b on r/* when time.hour < 8"]],
  ["only presence", ["a:b on r/*", "deny a:b on r/* when !has(context.x)"]],
])("%s: nothing is told", (_, lines) => {
  expect(said(...lines)).toEqual([]);
});

test("a declared default fills absence", () => {
  const text = policies("git:push on repos/*", "deny git:push on repos/* when context.force");
  const declared = (more: string): string => `version: 1\ncontext: {force: {type: bool${more}}}\n`;
  expect(saidBy(absentAttribute, text, { config: declared("") })).toHaveLength(1);
  expect(saidBy(absentAttribute, text, { config: declared(", default: false") })).toEqual([]);
  expect(saidBy(absentAttribute, text, { config: declared(", default: true") })).toEqual([]);
});

test("a guardrail is one finding for all agents and grants", () => {
  const files = {
    "policies/g.yaml": "guardrails:\n  - deny git:push on ** when context.force\n",
    "policies/a.yaml": policies("git:push on repos/*", "git:push on docs/*"),
    "policies/b.yaml": "agents: [bo, cy]\npolicies:\n  - git:push on y/*\n",
  };
  expect(saidBy(absentAttribute, files)[0]).toContain("refuses a part of 3 grants of 3 agents");
});

test.each([
  ["context.force", "has(context.force) && context.force"],
  ["context.n > 1 && context.n < 5", "has(context.n) && context.n > 1 && context.n < 5"],
  ["!context.vip", "has(context.vip) && !context.vip"],
  ["context.n == 1 || context.n == 2", "has(context.n) && (context.n == 1 || context.n == 2)"],
  [
    "context.n == 1 || context.force",
    "has(context.n) && context.n == 1 || has(context.force) && context.force",
  ],
  [
    "context.force || context.n == 1 && context.t in ['a', 'b']",
    "has(context.force) && context.force || has(context.n) && has(context.t) && context.n == 1 && context.t in ['a', 'b']",
  ],
])("the fix asks whether it is there: %s", (condition, expected) => {
  const inline = policies("a:b on r/*", `deny a:b on r/x when ${condition}`);
  const option = policies("a:b on r/*", `statement: deny a:b on r/x\n    when: ${JSON.stringify(condition)}`);
  for (const text of [inline, option]) {
    const fixed = fixedBy(absentAttribute, text);
    expect(fixed).toBe(text.replace(condition, expected));
    expect(saidBy(absentAttribute, fixed)).toEqual([]);
  }
});

test("no fix is offered where asking first would let through what is denied now", () => {
  const [finding] = findingsOf(
    [absentAttribute],
    policies("a:b on r/*", "deny a:b on r/* when !(context.force && context.n == 1)"),
  );
  expect(finding?.fixes).toEqual([]);
});

test("a question over budget is undecided, as an info", () => {
  const lines = policies("a:b on r/*/x/y", "deny a:b on r/* when context.x == 'abc'");
  const told = findingsOf([absentAttribute], lines, { maxStates: 3 });
  expect(told.map(({ code, severity }) => `${severity} ${code}`)).toContain("info undecided");
});
