import { expect, test } from "vitest";
import { credentialRead } from "../../../../src/lint/rules/credential-read.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(credentialRead, policies(...lines));
const secrets = "aws:secretsmanager:GetSecretValue on arn:aws:secretsmanager:eu-west-1:123456789012:secret:*";

test("every secret of an account is told, with a request that shows it", () => {
  expect(said(secrets)).toEqual([
    `error credential-read: \`a\` can read every secret of AWS Secrets Manager without approval @ ${secrets}`,
  ]);
  const [finding] = findingsOf([credentialRead], policies(secrets));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "aws:secretsmanager:getsecretvalue",
    resource: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:!",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
});

test.each([
  '"** on **"',
  "aws:secretsmanager:Get* on arn:aws:secretsmanager:*:*:secret:*",
  "aws:ssm:GetParameter on arn:aws:ssm:eu-west-1:123456789012:parameter/*",
  "aws:sts:AssumeRole on arn:aws:iam::123456789012:role/*",
  "aws:iam:CreateAccessKey on arn:aws:iam::123456789012:user/*",
  "aws:sts:GetSessionToken on **",
  "secrets:read on secrets/*",
  "vault:get on vault/*",
  "mcp:vault:read_secret on mcp/vault/*",
  "k8s:get on k8s/prod/namespaces/*",
  "k8s:get on k8s/prod/namespaces/*/secrets/*",
  "k8s:get on k8s/*",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "aws:secretsmanager:GetSecretValue on arn:aws:secretsmanager:*:*:secret:web/*",
  "aws:secretsmanager:{Describe,List}* on **",
  "aws:ssm:GetParameter on arn:aws:ssm:*:*:parameter/web/*",
  "aws:sts:AssumeRole on arn:aws:iam::123456789012:role/deploy",
  'aws:sts:GetSessionToken on "sts"',
  "aws:ecr:GetAuthorizationToken on **",
  "secrets:read on secrets/web/*",
  "mcp:vault:read_secret on mcp/vault/web/*",
  "mcp:jira:* on mcp/jira/*",
  "k8s:get on k8s/prod/namespaces/web/secrets/*",
  "k8s:get on k8s/prod/namespaces/*/secrets/tls",
  `${secrets} except arn:aws:secretsmanager:*:*:secret:prod/*`,
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a condition says when, not which: every secret is every secret", () => {
  expect(said(`statement: ${secrets}\n    when: context.ticket.startsWith("SEC-")`)).toHaveLength(1);
});

test("a gate, a deny of some of them, or a narrowing settles it; a deny under a condition does not", () => {
  expect(said(`statement: ${secrets}\n    requires_approval: true`)).toEqual([]);
  expect(said(secrets, "deny ** on **secret:prod/*")).toEqual([]);
  expect(said(secrets, "deny ** on **secret:prod/* when context.frozen")).toHaveLength(1);
  const config = `sensitive: {credential-read: {narrow: [{resources: ["arn:aws:secretsmanager:*:123456789012:secret:*"], reason: sandbox}]}}\n`;
  expect(saidBy(credentialRead, policies(secrets), { config })).toEqual([]);
});

test("an added region is told when all of it is read", () => {
  const config = `sensitive: {credential-read: {add: [{actions: ["keys:read"], resources: ["keys/*"], reason: keys}]}}\n`;
  expect(saidBy(credentialRead, policies("keys:read on keys/*"), { config })).toEqual([
    'error credential-read: `a` can do what `sentrely.yaml` adds to `credential-read` without approval @ keys:read on keys/* < {actions: ["keys:read"], resources: ["keys/*"], reason: keys}',
  ]);
  expect(saidBy(credentialRead, policies("keys:read on keys/web/*"), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([credentialRead], policies(secrets), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
});
