import { expect, test } from "vitest";
import { actionResourceMismatch } from "../../../../src/lint/rules/action-resource-mismatch.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";
import { compileText, saidOf } from "../../../support/compile-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(actionResourceMismatch, policies(...lines));

test("a resource that the action never applies to is told at its pattern", () => {
  expect(said("aws:ecs:UpdateService on arn:aws:s3:::reports/*")).toEqual([
    "error action-resource-mismatch: `arn:aws:s3:::reports/*` is no resource of `aws:ecs:UpdateService` @ arn:aws:s3:::reports/*",
  ]);
  expect(
    findingsOf([actionResourceMismatch], policies("aws:ecs:UpdateService on arn:aws:s3:::reports/*"))[0]
      ?.help,
  ).toBe(
    "their resources are `arn:{Partition}:ecs:{Region}:{Account}:service/{ClusterName}/{ServiceName}` and `arn:{Partition}:ecs:{Region}:{Account}:service/{ServiceName}`",
  );
});

test.each([
  "aws:ecs:UpdateService on arn:aws:ecs:*:*:cluster/prod",
  "aws:s3:GetObject, aws:s3:PutObject on arn:aws:dynamodb:*:*:table/x",
  "aws:ecs:UpdateService on repos/app",
  "aws:ecs:ListClusters on arn:aws:s3:::x",
  "git:push on arn:aws:s3:::x",
  "aws:s3:GetObject on arn:aws:s3:::reports",
  "aws:s3:ListBucket on arn:aws:s3:::reports/2026/*",
  "git:push on sql/shop/main",
  "sql:select on repos/app",
  "payments:refund on slack/channels/general",
  "deny git:push on sql/shop/main",
  "{statement: git:push on sql/shop/main, requires_approval: true}",
])("%s is told", (statement) => {
  expect(
    said(
      statement.startsWith("{")
        ? statement.replace("git:push on sql/shop/main", '"git:push on sql/shop/main"')
        : statement,
    ),
  ).toHaveLength(1);
});

test.each([
  "aws:ecs:UpdateService on arn:aws:ecs:eu-west-1:111122223333:service/prod-web",
  "aws:ecs:UpdateService on arn:aws:ecs:eu-west-1:111122223333:service/prod/web",
  "aws:ecs:UpdateService on arn:aws:ecs:*",
  "aws:ecs:UpdateService on arn:*:*:*:*:*",
  '"aws:ecs:UpdateService on **"',
  '"aws:ecs:UpdateService on **prod**"',
  'aws:cloudwatch:PutMetricData on "cloudwatch"',
  'aws:ce:GetCostAndUsage on "aws:ce"',
  "aws:ecs:ListClusters on arn:aws:ecs:*:*:cluster/*",
  "aws:s3:GetObject on arn:aws:s3:::reports/a/b/c",
  "aws:s3:ListBucket on arn:aws:s3:::reports",
  "aws:s3:ListBucket, aws:s3:GetObject on arn:aws:s3:::reports, arn:aws:s3:::reports/*",
  "aws:s3:GetObject on arn:aws:s3:::reports*",
  "aws:s3:* on arn:aws:s3:::reports",
  "aws:iam:PassRole on arn:aws:iam::111122223333:role/path/to/role",
  "aws:lambda:InvokeFunction on arn:aws:lambda:eu-west-1:111122223333:function:f:$LATEST",
  "aws:dynamodb:Query on arn:aws:dynamodb:*:*:table/t/index/i",
  "aws:logs:CreateLogStream on arn:aws:logs:*:*:log-group:/app/x:*",
  "aws:sts:AssumeRole on arn:aws:iam::111122223333:role/deploy",
  "aws:ec2:RunInstances on arn:aws:ec2:*:*:instance/*, arn:aws:ec2:*::image/ami-1, arn:aws:ec2:*:*:subnet/*",
  "aws:sqs:SendMessage on arn:aws:sqs:eu-west-1:111122223333:orders",
  "aws:sns:Publish on arn:aws:sns:eu-west-1:111122223333:alerts",
  "aws:execute-api:Invoke on arn:aws:execute-api:eu-west-1:111122223333:abc/prod/GET/x",
  "aws:apigateway:GET on arn:aws:apigateway:eu-west-1::/restapis/abc",
  "aws:bedrock:InvokeModel on arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-x",
  "aws:bedrock:InvokeModel on model/anthropic.claude-x",
  "aws:ecs:UpdateService, git:push on arn:aws:ecs:*:*:service/x, repos/app",
  "aws:ecs:Frobnicate on arn:aws:s3:::x",
  "git:push on projects/app",
  "github:create_issue on repos/acme/app",
  "tickets:create on repos/app/issues/1",
  "sql:select on arn:aws:rds:eu-west-1:111122223333:db:main",
  "mcp:github:create_pull_request on repos/app",
  "deployer:roll_out on arn:aws:ecs:*:*:service/x",
  '"** on repos/app"',
])("%s is fine, or not for the catalogue to say", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("of several actions one that applies is enough; each pattern is looked at", () => {
  expect(
    said("aws:s3:GetObject, aws:ecs:UpdateService on arn:aws:s3:::a/*, arn:aws:ecs:*:*:service/x"),
  ).toEqual([]);
  expect(said("aws:s3:GetObject, aws:ecs:UpdateService on arn:aws:s3:::a/*, arn:aws:sqs:*:*:q")).toEqual([
    "error action-resource-mismatch: `arn:aws:sqs:*:*:q` is no resource of `aws:s3:GetObject` and `aws:ecs:UpdateService` @ arn:aws:sqs:*:*:q",
  ]);
});

test("a vocabulary word of several kinds needs one that fits, and excepts need none", () => {
  const config = 'version: 1\nvocabulary: {resources: {guarded: [repos/app, "arn:aws:s3:::app/*"]}}\n';
  expect(saidBy(actionResourceMismatch, policies("git:push on guarded"), { config })).toEqual([]);
  expect(saidBy(actionResourceMismatch, policies("git:push on repos/* except guarded"), { config })).toEqual(
    [],
  );
});

test("where shapes bind, the compiler tells", () => {
  const config = 'version: 1\ncatalog: {services: {git: ["repos/{repo}"]}}\n';
  expect(saidOf(compileText(policies("git:push on branches/main"), config))).toEqual([
    "action-resource-mismatch `branches/main` fits no shape of the statement's actions @ branches/main",
  ]);
});
