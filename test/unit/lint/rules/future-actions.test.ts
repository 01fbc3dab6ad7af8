import { expect, test } from "vitest";
import { futureActions } from "../../../../src/lint/rules/future-actions.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(futureActions, policies(...lines));

test("a glob that admits more than the catalogue has is told, with such an action", () => {
  const text = policies("aws:s3:Get* on arn:aws:s3:::reports/*");
  expect(saidBy(futureActions, text)).toEqual([
    "info future-actions: `aws:s3:Get*` will allow actions that `aws:s3` does not have yet @ aws:s3:Get*",
  ]);
  const [finding] = findingsOf([futureActions], text);
  expect(finding?.help).toBe("list the actions if new ones are to be reviewed first");
  expect(finding?.witness?.request.action).toMatch(/^aws:s3:get.$/);
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test("one finding a grant, at its first such pattern", () => {
  expect(said("aws:s3:GetObject, aws:s3:List*, aws:s3:Get* on arn:aws:s3:::reports/*")).toEqual([
    "info future-actions: `aws:s3:List*` will allow actions that `aws:s3` does not have yet @ aws:s3:List*",
  ]);
});

test("a wildcard over services that only read is told with them", () => {
  expect(said('"aws:{s3,ecs}*:Describe* on **"')).toHaveLength(1);
});

test.each([
  "aws:s3:{GetObject,ListBucket} on arn:aws:s3:::reports/*",
  "aws:s3:* on arn:aws:s3:::reports/*",
  "deployer:roll* on envs/test",
  "mcp:jira:get_* on mcp/jira/WEB",
  "aws:s3:Gett* on arn:aws:s3:::reports/*",
  '"** on **"',
  "deny aws:s3:Get* on arn:aws:s3:::reports/*",
  '{statement: "aws:s3:Get* on arn:aws:s3:::reports/*", requires_approval: true}',
])("%s is fine, or told elsewhere", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a deny of all but a list leaves nothing to come", () => {
  expect(said("aws:s3:Get* on arn:aws:s3:::b/*", "deny aws:s3:* except aws:s3:GetObject on **")).toEqual([]);
  expect(said("aws:s3:Get* on arn:aws:s3:::b/*", "deny aws:s3:GetBucketAcl on **")).toHaveLength(1);
});

test("a service that is closed has nothing to come", () => {
  const config = "version: 1\ncatalog: {services: {tickets: {closed: true}}}\n";
  const text = policies("tickets:get* on tickets/WEB/*");
  expect(saidBy(futureActions, text)).toHaveLength(1);
  expect(saidBy(futureActions, text, { config })).toEqual([]);
});

test("a question over budget is said to be undecided", () => {
  expect(
    findingsOf([futureActions], policies("aws:s3:Get* on arn:aws:s3:::b/*"), { maxStates: 1 }).map(
      (d) => d.code,
    ),
  ).toContain("undecided");
});
