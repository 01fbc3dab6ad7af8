import { expect, test } from "vitest";
import { overlapDifferentOptions } from "../../../../src/lint/rules/overlap-different-options.ts";
import { overlap } from "../../../../src/lint/rules/overlap.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(overlapDifferentOptions, policies(...lines));
const gate = (statement: string, more = ""): string =>
  `{statement: "${statement}", requires_approval: true, approval_channel: dashboard, approval_timeout: ${more}}`;
const grant = (statement: string, more: string): string => `{statement: "${statement}", ${more}}`;

test("two gates that overlap and ask differently both ask, and the finding shows a request", () => {
  const lines = [gate("git:* on repos/a/*", "1h"), gate("git:push on repos/*/x", "2h, approvals: 2")];
  expect(said(...lines)).toEqual([
    `warning overlap-different-options: \`git:* on repos/a/*\` overlaps with \`git:push on repos/*/x\`, and their options differ (timeout and number of approvals): both ask, and each needs its own answer @ ${lines[0]} < git:push on repos/*/x`,
  ]);
  const [finding] = findingsOf([overlapDifferentOptions], policies(...lines));
  expect(finding?.witness?.request.resource).toBe("repos/a/x");
  expect(finding?.witness?.decision.approvals).toHaveLength(2);
});

test("grants that tell different channels, or end on different days, say what holds", () => {
  expect(said(grant("a:* on r/1/*", "notify: dashboard"), "a:b on r/*/x")[0]).toContain(
    "(notify): every channel is told",
  );
  expect(said(grant("a:* on r/1/*", "expires: 2030-01-01"), "a:b on r/*/x")[0]).toContain(
    "(expiry): what both grant ends with the later one",
  );
});

test("gates that differ in whom they tell are told", () => {
  const told = said(gate("a:* on r/1/*", "1h, notify: dashboard"), gate("a:b on r/*/x", "1h"));
  expect(told[0]).toContain("(notify): all their channels are told");
});

test("a statement that overlaps with several others is told once, with all of them", () => {
  const told = said(
    gate("a:* on r/1/*", "1h"),
    gate("a:* on r/2/*", "1h"),
    gate("a:* on r/3/*", "1h"),
    gate("a:b on r/*/x", "2h"),
  );
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(
    /^warning overlap-different-options: `a:b on r\/\*\/x` overlaps with 3 statements of other options/,
  );
  expect(told[0]?.split(" < ").slice(1)).toEqual(["a:* on r/1/*", "a:* on r/2/*", "a:* on r/3/*"]);
});

test("two gates of the same requests are told: which holds", () => {
  expect(said(gate("a:b on r/*", "1h"), gate("a:b on r/*", "2h"))).toHaveLength(1);
});

test("a gate within a gate that asks differently is an info", () => {
  const lines = [gate("a:* on r/*", "1h"), gate("a:b on r/x", "2h, approvers: [user:eve]")];
  expect(said(...lines)).toEqual([
    `info overlap-different-options: \`a:b on r/x\` lies within the gate \`a:* on r/*\`, and their options differ (timeout and approvers): both ask, and each needs its own answer @ ${lines[1]} < a:* on r/*`,
  ]);
});

test.each([
  ["equal options", [gate("a:* on r/1/*", "1h"), gate("a:b on r/*/x", "1h")]],
  ["no common request", [gate("a:* on r/1/*", "1h"), gate("a:b on r/2/*", "2h")]],
  [
    "conditions that exclude each other",
    [gate("a:b on r/1/*", "1h, when: context.n < 5"), gate("a:b on r/*/x", "2h, when: context.n >= 5")],
  ],
  ["an exception for the other", [gate("a:* on r/1/* except r/1/x", "1h"), gate("a:b on r/*/x", "2h")]],
  ["a grant within a grant that tells a channel", [grant("a:b on r/x", "notify: dashboard"), "a:* on r/*"]],
  ["a grant within one that ends", [grant("a:* on r/*", "expires: 2030-01-01"), "a:b on r/x"]],
  [
    "a gate within a gate that only tells other channels",
    [gate("a:b on r/x", "1h, notify: dashboard"), gate("a:* on r/*", "1h")],
  ],
  ["a grant and a gate", ["a:* on r/1/*", gate("a:b on r/*/x", "1h")]],
  [
    "a deny of what they share",
    [gate("a:* on r/1/*", "1h"), gate("a:b on r/*/x", "2h"), '"deny a:b on r/1/x"'],
  ],
])("%s: nothing is told", (_, lines) => {
  expect(said(...lines)).toEqual([]);
});

test("a pair is told by one rule of the family", () => {
  const lines = [gate("a:* on r/1/*", "1h"), gate("a:b on r/*/x", "2h"), gate("a:c on r/*/x, r/1/y", "1h")];
  const told = saidBy([overlap, overlapDifferentOptions], policies(...lines)).map(
    (line) => line.split(":")[0],
  );
  expect(told).toEqual(["info overlap", "warning overlap-different-options"]);
});

test("a question over budget is undecided", () => {
  const lines = policies(gate("git:*x on repos/a/*b*", "1h"), gate("git:*p* on repos/*/x*", "2h"));
  const told = findingsOf([overlapDifferentOptions], lines, { maxStates: 3 });
  expect(told.map(({ code, severity }) => `${severity} ${code}`)).toContain("error undecided");
});
