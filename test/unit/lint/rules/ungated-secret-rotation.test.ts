import { expect, test } from "vitest";
import { ungatedSecretRotation } from "../../../../src/lint/rules/ungated-secret-rotation.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(ungatedSecretRotation, policies(...lines));

const grant = "aws:secretsmanager:RotateSecret on arn:aws:secretsmanager:*:*:secret:web/*";

test("the rotation of a secret is told, with a request that shows it", () => {
  expect(said(grant)).toEqual([
    `error ungated-secret-rotation: \`a\` can write, rotate or delete secrets in AWS without approval @ ${grant}`,
  ]);
  const [finding] = findingsOf([ungatedSecretRotation], policies(grant));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "aws:secretsmanager:rotatesecret",
    resource: "arn:aws:secretsmanager:::secret:web/!",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toContain("`requires_approval: true`");
});

test.each([
  "aws:secretsmanager:* on **",
  "secrets:write on secrets/web/*",
  "vault:delete on vault/web/key",
  "k8s:delete on k8s/prod/namespaces/web/secrets/db",
  "github:update_secret on repos/shop/secrets/TOKEN",
  "aws:kms:ScheduleKeyDeletion on **",
  "aws:ssm:PutParameter on arn:aws:ssm:*:*:parameter/secrets/*",
  "mcp:anything:rotate_key on mcp/anything/x",
  "mcp:vault:write on mcp/vault/*",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "aws:secretsmanager:{Get,Describe,List}* on **",
  "secrets:read on secrets/web/*",
  "k8s:get on k8s/prod/namespaces/web/secrets/db",
  "k8s:apply on k8s/prod/namespaces/web/configmaps/secrets",
  "github:list_secrets on repos/shop",
  "aws:ssm:PutParameter on arn:aws:ssm:*:*:parameter/flags/*",
  "mcp:jira:* on mcp/jira/*",
  "mcp:github:update_secret_scanning_alert on mcp/github/shop",
  "mcp:image:rotate on mcp/image/*",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a gate, a deny or a narrowing with a reason settles it", () => {
  expect(said(`statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `deny ${grant}`)).toEqual([]);
  const config = `sensitive: {ungated-secret-rotation: {narrow: [{actions: ["aws:secretsmanager:RotateSecret"], reason: rotation is safe to repeat}]}}\n`;
  expect(saidBy(ungatedSecretRotation, policies(grant), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([ungatedSecretRotation], policies(grant), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain("`a` write, rotate or delete secrets in AWS without approval?");
});
