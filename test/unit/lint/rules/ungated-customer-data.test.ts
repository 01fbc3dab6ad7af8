import { expect, test } from "vitest";
import { ungatedCustomerData } from "../../../../src/lint/rules/ungated-customer-data.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(ungatedCustomerData, policies(...lines));

const grant = "sql:{update,delete} on sql/shop/app/public/customers";

test("a write to customers' records is told, with a request that shows it", () => {
  expect(said(grant)).toEqual([
    `error ungated-customer-data: \`a\` can write or delete customers' records in a database without approval @ ${grant}`,
  ]);
  const [finding] = findingsOf([ungatedCustomerData], policies(grant));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "sql:delete",
    resource: "sql/shop/app/public/customers",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toContain("`requires_approval: true`");
});

test.each([
  "sql:* on sql/shop/app/public/*",
  "sql:delete on sql/shop/app/pii/addresses",
  "crm:update on crm/contacts/*",
  "mcp:hubspot:delete_contact on mcp/hubspot/*",
  "mcp:anything:delete_all_customers on mcp/anything/*",
  "aws:cognito-idp:AdminDeleteUser on arn:aws:cognito-idp:*:*:userpool/*",
  "aws:dynamodb:PutItem on arn:aws:dynamodb:*:*:table/customers",
  "mail:send_campaign on mail/news",
  "mcp:mail:send on mcp/mail/lists/all",
  "aws:ses:SendBulkEmail on **",
  "https:delete on https://api.stripe.com/v1/customers/*",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "sql:select on sql/shop/app/public/customers",
  "sql:update on sql/shop/app/public/orders",
  "sql:update on sql/shop-dev/app/public/customers",
  "sql:insert on sql/shop/app/scratch/*",
  "crm:read on crm/*",
  "mcp:jira:* on mcp/jira/*",
  "mcp:slack:post_message on mcp/slack/*",
  "mail:send on mail/to/jo@example.com",
  "mail:reply on mail/support",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a gate, a deny or a narrowing with a reason settles it", () => {
  expect(said(`statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `deny ${grant}`)).toEqual([]);
  const config = `sensitive: {ungated-customer-data: {narrow: [{resources: [sql/shop/app/public/customers], reason: erasure is asked for elsewhere}]}}\n`;
  expect(saidBy(ungatedCustomerData, policies(grant), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([ungatedCustomerData], policies(grant), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain(
    "`a` write or delete customers' records in a database without approval?",
  );
});
