import { expect, test } from "vitest";
import { anyResource } from "../../../../src/lint/rules/any-resource.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(anyResource, policies(...lines));

test("a mutating action on every resource is told, with one that no pattern names", () => {
  const text = policies('"aws:s3:PutObject on **"');
  expect(saidBy(anyResource, text)).toEqual([
    "warning any-resource: `aws:s3:PutObject` is allowed without approval on every resource that it can apply to @ aws:s3:PutObject on **",
  ]);
  const [finding] = findingsOf([anyResource], text);
  expect(finding?.help).toBe("name the resources that are meant, by a prefix at least");
  expect(finding?.witness?.request.resource).toMatch(/^arn:aws:s3:::(.)\/\1$/);
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test.each([
  '"aws:s3:PutObject on arn:*:*:*:*:*"',
  '"aws:s3:PutObject on arn:aws:s3:::*"',
  '"aws:s3:PutObject on arn:aws:s3:::*/*"',
  '"aws:s3:PutObject on arn:aws-cn:s3:::*"',
  '"aws:ecs:UpdateService on arn:aws:ecs:*:*:service/*"',
  '"git:push on repos/*"',
  '"sql:update on sql/*"',
  '"bash:run on cmd/* except cmd/git/push"',
  '"aws:s3:{Get,Put}Object on **"',
  '"deployer:roll_out on **"',
  '"mcp:crm:delete_contact on **"',
  '"aws:s3:PutObject on ** when context.x"',
])("%s is on every resource", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  '"aws:s3:PutObject on arn:aws:s3:::reports-*"',
  '"aws:s3:GetObject on **"',
  '"git:push on repos/*/branches/feature/*"',
  '"aws:ecs:UpdateService on arn:aws:ecs:*:*:service/staging-*"',
  '"aws:ecs:UpdateService on arn:aws:ecs:eu-west-1:*:service/*"',
  '"deployer:roll_out on envs/*"',
  '"deployer:get_status on **"',
  '{statement: "aws:s3:PutObject on **", requires_approval: true}',
  '"deny aws:s3:PutObject on **"',
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("an action without a resource, or with one an account, may be on all", () => {
  expect(said('"aws:ec2:EnableEbsEncryptionByDefault on **"')).toEqual([]);
  expect(said('"aws:glue:PutDataCatalogEncryptionSettings on **"')).toEqual([]);
});

test("denies of some resources leave it broad, a deny of all but some does not", () => {
  expect(said('"git:push on **"', '"deny git:* on repos/*/branches/main"')).toHaveLength(1);
  expect(said('"git:push on **"', '"deny ** on **secret**"')).toHaveLength(1);
  expect(said('"git:push on **"', '"deny ** on ** except repos/app, repos/app/*"')).toEqual([]);
  expect(said('"git:push on ** except repos/*"')).toEqual([]);
  expect(said('"git:push on **"', '{statement: "git:* on repos/*", requires_approval: true}')).toEqual([]);
});

test("an action that the catalogue does not know is named in its author's letters", () => {
  expect(said('"acme:rollOut on **"')).toEqual([
    "warning any-resource: `acme:rollOut` is allowed without approval on every resource that it can apply to @ acme:rollOut on **",
  ]);
});

test("full access is told as that", () => {
  expect(said('"** on **"')).toEqual([]);
});

test("a question over budget is said to be undecided", () => {
  expect(
    findingsOf([anyResource], policies("git:push on repos/*"), { maxStates: 1 }).map((d) => d.code),
  ).toContain("undecided");
});
