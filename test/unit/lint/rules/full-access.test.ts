import { expect, test } from "vitest";
import { fullAccess } from "../../../../src/lint/rules/full-access.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(fullAccess, policies(...lines));
const told = "error full-access: every action on every resource is allowed without approval @ ";

test("every action on every resource is told, with a request that no pattern names", () => {
  expect(said('"** on **"')).toEqual([`${told}** on **`]);
  const [finding] = findingsOf([fullAccess], policies('"** on **"'));
  expect(finding?.witness?.request).toEqual({ agent: "a", action: "a:a", resource: "a" });
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test.each(['"* on *"', '"*:* on *"', '"**:** on **"', '"**"', '"git:push, ** on repos/x, **"'])(
  "%s is full access, however it is written",
  (statement) => {
    expect(said(statement)).toEqual([`${told}${statement.slice(1, -1)}`]);
  },
);

test.each(['"git:* on **"', '"** on repos/*"', '"*:read on **"', '"** on arn:**"', '"aws:* on **"'])(
  "%s is not",
  (statement) => {
    expect(said(statement)).toEqual([]);
  },
);

test("what a deny, a gate or an except lists is an exception to full access, not the end of it", () => {
  expect(said('"** on **"', '"deny ** on **secret**"')).toHaveLength(1);
  expect(said('"** except git:admin on ** except **secret**"')).toHaveLength(1);
  expect(said('"** on **"', '{statement: "git:push on **", requires_approval: true}')).toHaveLength(1);
});

test("a deny or a gate of all but a list leaves no full access", () => {
  expect(said('"** on **"', '"deny ** on ** except repos/*"')).toEqual([]);
  expect(said('"** on **"', '"deny ** except git:* on **"')).toEqual([]);
  expect(said('"** on **"', '{statement: "** on **", requires_approval: true}')).toEqual([]);
  expect(said('{statement: "** on **", requires_approval: true}')).toEqual([]);
});

test("full access under a condition is not every request; conditions that leave nothing out are", () => {
  expect(said('{statement: "** on **", when: context.incident}')).toEqual([]);
  const halves = [
    '{statement: "** on **", when: has(context.x)}',
    '{statement: "** on **", when: "!has(context.x)"}',
  ];
  expect(said(...halves)).toEqual([
    "error full-access: together with other grants, every action on every resource is allowed without approval @ ** on ** < ** on **",
  ]);
  expect(said(halves[0] ?? "")).toEqual([]);
});

test("several grants that together leave nothing out are told at the first", () => {
  expect(said('"** except git:push on **"', '"git:* on **"')).toHaveLength(1);
  expect(said('"**:** except **:admin on **"', '"**:a* on **"')).toHaveLength(1);
});

test("a grant that ends one day is full access until then", () => {
  expect(said('{statement: "** on **", expires: 2027-01-01}')).toHaveLength(1);
});

test("a role is told once, with the agents for whom nothing else holds it back", () => {
  const files = {
    "policies/r.yaml": 'role: root\npolicies:\n  - "** on **"\n',
    "policies/a.yaml": "agents: [ada, bob]\nextends: [root]\npolicies:\n  - git:read on repos/*\n",
    "policies/c.yaml": 'agent: cid\nextends: [root]\npolicies:\n  - "deny ** on **"\n',
  };
  expect(saidBy(fullAccess, files)).toEqual([
    "error full-access: every action on every resource is allowed without approval for `ada` and 1 more @ ** on **",
  ]);
});

test("a guardrail counts for whom it holds", () => {
  const files = {
    "policies/a.yaml": policies('"** on **"'),
    "policies/g.yaml": 'guardrails:\n  - "deny ** on ** except repos/*"\n',
  };
  expect(saidBy(fullAccess, files)).toEqual([]);
});

test("a question over budget is said to be undecided", () => {
  expect(findingsOf([fullAccess], policies('"*:* on **"'), { maxStates: 1 }).map((d) => d.code)).toContain(
    "undecided",
  );
});
