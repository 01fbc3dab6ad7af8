import { expect, test } from "vitest";
import { awsSpelling, mentionsAws } from "../../../src/catalogue/aws-names.ts";

test.each([
  "- aws:ecs:UpdateService on **",
  "- '** on arn:aws:s3:::b/*'",
  "- AWS:S3:* on x",
  "deploy: {aws,gcp}:run",
  "- s3:GetObject on x",
  "- 'allow git:read, iam:PassRole on x'",
  "push: [dynamodb:PutItem]",
  "- {s3,ec2}:Describe* on x",
  "iam:PassRole",
])("%s speaks of AWS", (text) => {
  expect(mentionsAws(["agent: a", text])).toBe(true);
});

test.each([
  "- git:push on repos/*",
  "approval_channel: slack:#deploys\nevents: x\nbatch: [1]",
  "- mcp:logs:search on mcp/logs/*",
  "- paws:claw on laws/*",
  "- ** on **",
  "- mcp:aws:run on mcp/aws/x, x/s3:y",
  ":",
  "}:x",
  "",
])("%s does not", (text) => {
  expect(mentionsAws([text])).toBe(false);
});

test("usual names lead to the spelling of the actions", () => {
  expect(["S3", "mwaa", "aws:mwaa", "nosuch", "aws:s3"].map(awsSpelling)).toEqual([
    "aws:s3",
    "aws:airflow",
    "aws:airflow",
    null,
    null,
  ]);
});
