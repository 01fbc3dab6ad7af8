import { expect, test } from "vitest";
import { wildcardRegion } from "../../../../src/lint/rules/wildcard-region.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(wildcardRegion, policies(...lines));

test("a mutating action in any region is told at its pattern, with a region that no pattern names", () => {
  const text = policies("aws:ecs:UpdateService on arn:aws:ecs:*:*:service/staging-*");
  expect(saidBy(wildcardRegion, text)).toEqual([
    "warning wildcard-region: `aws:ecs:UpdateService` is allowed without approval in any region @ arn:aws:ecs:*:*:service/staging-*",
  ]);
  const [finding] = findingsOf([wildcardRegion], text);
  expect(finding?.help).toBe(
    "write the regions that are meant where the `*` stands, such as `{eu-west-1,eu-central-1}`",
  );
  expect(finding?.witness?.request.resource).toMatch(/^arn:aws:ecs:[^:]+::service\/staging-$/);
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test.each([
  "aws:ecs:UpdateService on arn:aws:ecs:*",
  "aws:ecs:UpdateService on arn:*:*:*:*:*",
  "aws:ecs:UpdateService on arn:aws:ecs:**:service/web",
  "aws:ecs:{Describe,Update}* on arn:aws:ecs:*:*:service/web",
  "aws:newservice:Frobnicate on arn:aws:newservice:*:*:thing/1",
  "aws:ecs:UpdateService on arn:aws:ecs:*:*:service/web when context.x",
])("%s is in any", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "aws:ecs:UpdateService on arn:aws:ecs:eu-west-1:*:service/*",
  "aws:ecs:UpdateService on arn:aws:ecs:{eu-west-1,us-east-1}:*:service/*",
  "aws:s3:PutObject on arn:aws:s3:::reports/*",
  "aws:ecs:DescribeServices on arn:aws:ecs:*:*:service/*",
  '"aws:ecs:UpdateService on **"',
  "git:push on repos/*",
  '{statement: "aws:ecs:UpdateService on arn:aws:ecs:*:*:service/*", requires_approval: true}',
  "deny aws:ecs:UpdateService on arn:aws:ecs:*:*:service/*",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("one statement is told once, at the first pattern at fault", () => {
  const [only, ...more] = said(
    "aws:ecs:UpdateService on arn:aws:ecs:eu-west-1:111122223333:service/a, arn:aws:ecs:*:*:service/b, arn:aws:ecs:*:*:service/c",
  );
  expect([only?.split(" @ ")[1], more]).toEqual(["arn:aws:ecs:*:*:service/b", []]);
});

test("a guardrail that keeps to some of them counts, one that takes some out does not", () => {
  const grant = "aws:ecs:UpdateService on arn:aws:ecs:*:*:service/web";
  expect(said(grant, "deny ** on arn:* except arn:aws:ecs:eu-west-1:*:*")).toEqual([]);
  expect(said(grant, "deny ** on arn:aws:ecs:eu-west-1:*:*")).toHaveLength(1);
});

test("a variable fixes the field", () => {
  const text =
    "agent: a\nvars: {region: eu-west-1}\npolicies:\n  - aws:ecs:UpdateService on arn:aws:ecs:${region}:*:service/*\n";
  expect(saidBy(wildcardRegion, text)).toEqual([]);
});

test("a question over budget is said to be undecided", () => {
  const text = policies("aws:ecs:UpdateService on arn:aws:ecs:*:*:service/web");
  expect(findingsOf([wildcardRegion], text, { maxStates: 1 }).map((d) => d.code)).toContain("undecided");
});
