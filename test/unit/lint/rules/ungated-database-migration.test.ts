import { expect, test } from "vitest";
import { ungatedDatabaseMigration } from "../../../../src/lint/rules/ungated-database-migration.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(ungatedDatabaseMigration, policies(...lines));

const grant = "sql:{alter,drop} on sql/warehouse/app/*";

test("a change of a schema is told, with a request that shows it", () => {
  expect(said(grant)).toEqual([
    `error ungated-database-migration: \`a\` can change the schema of a database without approval @ ${grant}`,
  ]);
  const [finding] = findingsOf([ungatedDatabaseMigration], policies(grant));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "sql:drop",
    resource: "sql/warehouse/app/!",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toContain("`requires_approval: true`");
});

test.each([
  "sql:truncate on sql/prod/app/public/orders",
  "sql:* on sql/shop/*",
  "postgres:create_table on postgres/shop/*",
  "bash:run on cmd/alembic/upgrade",
  "flyway:migrate on flyway/shop",
  "aws:dynamodb:DeleteTable on arn:aws:dynamodb:eu-west-1:123456789012:table/orders",
  "aws:rds:* on arn:aws:rds:*:*:db:shop",
  "mcp:supabase:apply_migration on mcp/supabase/shop",
  "mcp:tool:drop_table on mcp/tool/*",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "sql:select on sql/warehouse/**",
  "sql:insert on sql/warehouse/**",
  "sql:alter on sql/warehouse-dev/*",
  "sql:drop on sql/staging/app/*",
  "sql:drop on sql/shared/test/*",
  "sql:create_user on sql/warehouse/app",
  "bash:run on cmd/psql",
  "mcp:jira:* on mcp/jira/*",
  "mcp:maps:drop_pin on mcp/maps/*",
  "aws:dynamodb:DeleteTable on arn:aws:dynamodb:eu-west-1:123456789012:table/test-*",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a gate, a deny or a narrowing with a reason settles it", () => {
  expect(said(`statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `deny ${grant}`)).toEqual([]);
  const config = `sensitive: {ungated-database-migration: {narrow: [{resources: [sql/warehouse/app/*], reason: rebuilt each night}]}}\n`;
  expect(saidBy(ungatedDatabaseMigration, policies(grant), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([ungatedDatabaseMigration], policies(grant), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain("`a` change the schema of a database without approval?");
});
