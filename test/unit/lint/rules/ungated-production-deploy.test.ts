import { expect, test } from "vitest";
import { ungatedProductionDeploy } from "../../../../src/lint/rules/ungated-production-deploy.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(ungatedProductionDeploy, policies(...lines));

const grant = "aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*";

test("a deploy to a service of production is told, with a request that shows it", () => {
  expect(said(grant)).toEqual([
    `error ungated-production-deploy: \`a\` can change an ECS service of production without approval @ ${grant}`,
  ]);
  const [finding] = findingsOf([ungatedProductionDeploy], policies(grant));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "aws:ecs:updateservice",
    resource: "arn:aws:ecs:::service/prod-",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toContain("`requires_approval: true`");
});

test.each([
  "aws:ecs:* on arn:aws:ecs:eu-west-1:123456789012:service/*",
  "aws:ecs:UpdateService on arn:aws:ecs:eu-west-1:123456789012:service/production/web",
  "aws:lambda:UpdateFunctionCode on arn:aws:lambda:*:*:function:live",
  "k8s:apply on k8s/prod-eu/*",
  "k8s:patch on k8s/shared/namespaces/production/deployments/web",
  "terraform:apply on terraform/network",
  "bash:run on cmd/terraform/apply",
  "github:create_deployment on repos/shop/environments/production",
  "mcp:vercel:deploy on mcp/vercel/production",
  "vercel:deploy on projects/live",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "aws:ecs:UpdateService on arn:aws:ecs:*:*:service/staging-*",
  "aws:ecs:UpdateService on arn:aws:ecs:*:*:service/staging-prod-copy",
  "aws:ecs:UpdateService on arn:aws:ecs:*:*:service/products",
  "aws:ecs:UpdateService on arn:aws:ecs:*:*:service/liveness-*",
  "aws:ecs:Describe* on arn:aws:ecs:*:*:service/prod-*",
  "aws:lambda:InvokeFunction on arn:aws:lambda:*:*:function:prod-*",
  "k8s:get on k8s/prod/*",
  "k8s:apply on k8s/dev/*",
  "k8s:apply on k8s/eu-staging/*",
  "terraform:plan on terraform/network",
  "terraform:apply on terraform/network-staging",
  "bash:run on cmd/terraform/plan",
  "mcp:jira:* on mcp/jira/*",
  "git:* on repos/shop/pull-requests/*",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a gate, a deny or a narrowing with a reason settles it", () => {
  expect(said(`statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `deny ${grant}`)).toEqual([]);
  const config = `sensitive: {ungated-production-deploy: {narrow: [{actions: [aws:ecs:UpdateService], reason: drained first}]}}\n`;
  expect(saidBy(ungatedProductionDeploy, policies(grant), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([ungatedProductionDeploy], policies(grant), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain("`a` change an ECS service of production without approval?");
});
