import { expect, test } from "vitest";
import { ungatedFinancial } from "../../../../src/lint/rules/ungated-financial.ts";
import { findingsOf, saidBy } from "../../../support/lint-text.ts";

const policies = (...lines: readonly string[]): string =>
  `agent: a\npolicies:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
const said = (...lines: readonly string[]): string[] => saidBy(ungatedFinancial, policies(...lines));

const grant = "mcp:stripe:create_refund on mcp/stripe/live/*";

test("a refund is told, with a request that shows it", () => {
  expect(said(grant)).toEqual([
    `error ungated-financial: \`a\` can move money through an MCP server without approval @ ${grant}`,
  ]);
  const [finding] = findingsOf([ungatedFinancial], policies(grant));
  expect(finding?.witness?.request).toEqual({
    agent: "a",
    action: "mcp:stripe:create_refund",
    resource: "mcp/stripe/live/!",
  });
  expect(finding?.witness?.decision.effect).toBe("allow");
  expect(finding?.help).toContain("`requires_approval: true`");
});

test.each([
  "mcp:stripe:* on mcp/stripe/*",
  "mcp:anything:send_payment on mcp/anything/*",
  "payments:transfer on payments/main/*",
  "stripe:create_charge on stripe/live/charges",
  "stripe:create on stripe/live/refunds",
  "https:post on https://api.stripe.com/v1/refunds",
  "aws:ec2:PurchaseReservedInstancesOffering on **",
  "stripe:pay_invoice on stripe/live/invoices/*",
])("%s is told as well", (statement) => {
  expect(said(statement)).toHaveLength(1);
});

test.each([
  "mcp:stripe:create_refund on mcp/stripe/test/*",
  "mcp:stripe:list_refunds on mcp/stripe/*",
  "mcp:stripe:create_payment_link on mcp/stripe/live/*",
  "stripe:create_payment_link on stripe/live/links",
  "stripe:create on stripe/live/products/*",
  "mcp:jira:* on mcp/jira/*",
  "mcp:github:transfer_issue on mcp/github/*",
  "https:get on https://api.stripe.com/v1/refunds",
  "payments:list on payments/main/*",
])("%s is not", (statement) => {
  expect(said(statement)).toEqual([]);
});

test("a gate, a deny or a narrowing with a reason settles it", () => {
  expect(said(`statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `statement: ${grant}\n    requires_approval: true`)).toEqual([]);
  expect(said(grant, `deny ${grant}`)).toEqual([]);
  const config = `sensitive: {ungated-financial: {narrow: [{resources: [mcp/stripe/live/*], reason: the desk reviews each}]}}\n`;
  expect(saidBy(ungatedFinancial, policies(grant), { config })).toEqual([]);
});

test("what is not decided blocks", () => {
  const [finding] = findingsOf([ungatedFinancial], policies(grant), { maxStates: 1 });
  expect(finding?.code).toBe("undecided");
  expect(finding?.severity).toBe("error");
  expect(finding?.message).toContain("`a` move money through an MCP server without approval?");
});

const limit = "amount limit";

test(`a narrowing by condition lets the ${limit} through that a grant names, and nothing else`, () => {
  const config = `sensitive:
  ungated-financial:
    narrow:
      - {resources: [mcp/stripe/live/*], when: "context.amount > 0 && context.amount <= 50", reason: small ones}
`;
  const conditional = (when: string): string =>
    policies(`statement: ${grant}\n    when: ${JSON.stringify(when)}`);
  expect(saidBy(ungatedFinancial, policies(grant), { config })).toHaveLength(1);
  const small = "context.amount > 0 && context.amount <= 50";
  expect(saidBy(ungatedFinancial, conditional(small), { config })).toEqual([]);
  expect(saidBy(ungatedFinancial, conditional(`${small} && context.vip`), { config })).toEqual([]);
  const [finding] = findingsOf([ungatedFinancial], conditional("context.amount <= 50"), { config });
  expect(finding?.witness?.request.context).toEqual({ amount: 0 });
  const [larger] = findingsOf([ungatedFinancial], conditional("context.amount > 0 && context.amount <= 60"), {
    config,
  });
  expect(Number(larger?.witness?.request.context?.["amount"])).toBeGreaterThan(50);
});

test("an added region is one like any other, its place told; it holds unless its condition is false", () => {
  const config = `sensitive:
  ungated-financial:
    add:
      - {actions: ["ledger:post"], when: context.amount > 1000, reason: large entries of the ledger}
`;
  const ledger = (when: string): string => policies(`statement: ledger:post on ledger/*\n    when: ${when}`);
  expect(saidBy(ungatedFinancial, policies("ledger:post on ledger/*"), { config })).toEqual([
    'error ungated-financial: `a` can do what `sentrely.yaml` adds to `ungated-financial` without approval @ ledger:post on ledger/* < {actions: ["ledger:post"], when: context.amount > 1000, reason: large entries of the ledger}',
  ]);
  expect(saidBy(ungatedFinancial, ledger("context.amount <= 1000"), { config })).toEqual([]);
  expect(saidBy(ungatedFinancial, ledger("context.note == 'x'"), { config })).toHaveLength(1);
});
