/** Everyday grants that share a verb or a service with a sensitive region, and near ones that are in it. */
import { expect, test } from "vitest";
import { rules } from "../../../../src/lint/registry.ts";
import { sensitiveRuleIds } from "../../../../src/syntax/sensitive-rule-ids.ts";
import { findingsOf } from "../../../support/lint-text.ts";

const sensitive = rules.filter(({ id }) => sensitiveRuleIds.some((rule) => rule === id));

function toldOf(statement: string): readonly string[] {
  const text = `agent: a\npolicies:\n  - ${JSON.stringify(statement)}\n`;
  return findingsOf(sensitive, text).map(({ code }) => code);
}

test.each([
  "github:create_pull_request, github:update_pull_request on repos/acme/*",
  "github:create_issue, github:update_issue, github:delete_issue_comment on repos/*",
  "github:create_release on repos/web/releases/*",
  "github:create_branch on repos/acme/*",
  "github:run_workflow on repos/acme/*",
  "git:create_pull_request, git:update_pull_request on repos/*",
  "git:create_tag, git:delete_tag on repos/*",
  "k8s:get, k8s:list, k8s:watch on k8s/prod/cluster/nodes/*",
  "secrets:get_metadata on secrets/*",
  "aws:ecr:GetAuthorizationToken on **",
  "sql:create_table, sql:drop_table on sql/warehouse/analytics/scratch/*",
  "sql:create_table on sql/warehouse/analytics/scratch_jane/*",
  "files:write on host/workspace/*",
  "mcp:github:apply_label, mcp:github:create_or_update_label on mcp/github/acme/*",
  "aws:backup:PutResourcePolicy on **",
  "aws:ec2:Purchase* on arn:aws:ec2:eu-west-1:123456789012:instance/*",
])("%s is nobody's sensitive operation", (statement) => {
  expect(toldOf(statement)).toEqual([]);
});

test.each([
  [
    "github:push_files on repos/acme/*",
    ["privilege-escalation", "self-modification", "ungated-protected-branch"],
  ],
  ["mcp:git:apply_patch on mcp/git/*", ["self-modification"]],
  ["github:update on repos/acme/web/files/*", ["privilege-escalation", "self-modification"]],
  ["github:delete_branch on repos/acme/*", ["ungated-protected-branch"]],
  ["github:create_deployment on repos/acme/*", ["ungated-production-deploy"]],
  ["github:update_secret on repos/acme/*", ["privilege-escalation", "ungated-secret-rotation"]],
  ["github:update on repos/acme/web/secrets/KEY", ["ungated-secret-rotation"]],
  ["secrets:set_policy on secrets/ci", ["ungated-iam-change"]],
  ["secrets:read on secrets/*", ["credential-read"]],
  ["k8s:get on k8s/prod-eu/namespaces/*", ["credential-read"]],
  ["k8s:create_token on k8s/prod/namespaces/*", ["privilege-escalation"]],
  ["k8s:proxy on k8s/dev/cluster/nodes/*", ["privilege-escalation"]],
  ["aws:backup:PutBackupVaultAccessPolicy on **", ["ungated-iam-change"]],
  ["aws:ec2:Purchase* on **", ["ungated-financial"]],
  ["aws:s3:PutLifecycleConfiguration on arn:aws:s3:::customers", ["ungated-customer-data"]],
  ["sql:drop_table on sql/warehouse/analytics/*", ["ungated-database-migration"]],
])("%s is told by %j alone", (statement, ids) => {
  expect([...toldOf(statement)].sort()).toEqual(ids);
});
