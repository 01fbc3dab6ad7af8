import { expect, test } from "vitest";
import { wildcardService } from "../../../../src/lint/rules/wildcard-service.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(wildcardService, policies(...lines));

test("a wildcard in the service part is told with an action that changes things", () => {
  const text = policies('"aws:*:Delete* on arn:aws:*"');
  expect(saidBy(wildcardService, text)).toEqual([
    "error wildcard-service: `aws:*:Delete*` reaches into several services and allows `aws:a4b:DeleteRoom` without approval @ aws:*:Delete*",
  ]);
  const [finding] = findingsOf([wildcardService], text);
  expect(finding?.help).toBe("name the service, and write one pattern for each that is meant");
  expect(finding?.witness?.request.action).toBe("aws:a4b:deleteroom");
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test.each([
  '"** on repos/*"',
  '"aws:* on arn:aws:s3:::b/*"',
  '"aws:s*:PutObject on arn:aws:s3:::b/*"',
  '"*:delete on repos/*"',
  '"**:delete on repos/*"',
  '"git* on repos/*"',
  '"mcp:*:create_issue on mcp/*"',
  '"mcp:* on mcp/*"',
  '"a*:frobnicate on x/*"',
])("%s is told", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  '"aws:*:Describe* on **"',
  '"*:read on repos/*"',
  '"mcp:*:search on mcp/*"',
  '"mcp:*:get_* on mcp/*"',
])("%s only reads", (statement) => {
  expect(said(statement)).toEqual([]);
});

test.each([
  '"aws:s3:* on arn:aws:s3:::b/*"',
  '"git:* on repos/app"',
  '"mcp:jira:* on mcp/jira/*"',
  '"{git,files}:read on **"',
  '"deny **:delete on **"',
  '{statement: "**:delete on repos/*", requires_approval: true}',
])("%s has no wildcard in the service part, or does not allow", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("what denies and gates leave decides", () => {
  expect(said('"** on repos/*"', '"deny ** except git:read on **"')).toEqual([]);
  expect(said('"** on repos/*"', '{statement: "** on **", requires_approval: true}')).toEqual([]);
  expect(said('"** on repos/*"', '"deny aws:* on **"')).toHaveLength(1);
});

test("full access is told as that", () => {
  expect(said('"** on **"')).toEqual([]);
});

test("the pattern at fault is shown, and a condition makes it no better", () => {
  expect(said("'git:read, *:delete on repos/* when context.x'").map((line) => line.split(" @ ")[1])).toEqual([
    "*:delete",
  ]);
});

test("a question over budget is said to be undecided", () => {
  expect(
    findingsOf([wildcardService], policies('"*:delete on repos/*"'), { maxStates: 1 }).map((d) => d.code),
  ).toContain("undecided");
});
