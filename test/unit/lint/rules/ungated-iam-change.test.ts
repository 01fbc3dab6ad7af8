import { expect, test } from "vitest";
import { ungatedIamChange } from "../../../../src/lint/rules/ungated-iam-change.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(ungatedIamChange, policies(...lines));

const grant = "aws:iam:AttachRolePolicy on arn:aws:iam::123456789012:role/app";

test("a change of a role is told, with a request that shows it", () => {
  expect(said(grant)).toEqual([
    `error ungated-iam-change: \`a\` can change identities and permissions in AWS IAM without approval @ ${grant}`,
  ]);
  const [finding] = findingsOf([ungatedIamChange], policies(grant));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "aws:iam:attachrolepolicy",
    resource: "arn:aws:iam::123456789012:role/app",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toContain("`requires_approval: true`");
});

test.each([
  "aws:iam:* on **",
  "aws:s3:PutBucketPolicy on arn:aws:s3:::shop",
  "sql:grant on sql/shop/app",
  "sql:create_role on sql/shop/app",
  "k8s:create on k8s/prod/namespaces/web/rolebindings/admin",
  "k8s:apply on k8s/prod/*",
  "git:admin on repos/shop",
  "github:add_collaborator on repos/shop",
  "mcp:okta:assign_role on mcp/okta/*",
  "mcp:anything:create_api_key on mcp/anything/x",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "aws:iam:{Get,List}* on **",
  "aws:iam:PassRole on arn:aws:iam::123456789012:role/app",
  "aws:s3:GetBucketPolicy on **",
  "sql:select on **",
  "k8s:apply on k8s/prod/namespaces/web/deployments/*",
  "k8s:get on k8s/prod/*",
  "github:create_issue on repos/shop/issues/*",
  "mcp:jira:* on mcp/jira/*",
  "git:push on repos/shop/branches/x",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a gate, a deny or a narrowing with a reason settles it", () => {
  expect(said(`statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `deny ${grant}`)).toEqual([]);
  const config = `sensitive: {ungated-iam-change: {narrow: [{resources: ["arn:aws:iam::123456789012:role/app"], reason: one fixed role}]}}\n`;
  expect(saidBy(ungatedIamChange, policies(grant), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([ungatedIamChange], policies(grant), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain("`a` change identities and permissions in AWS IAM without approval?");
});
