import { expect, test } from "vitest";
import { retentionTooShort } from "../../../../src/lint/rules/retention-too-short.ts";
import { saidBy } from "../../../support/lint-text.ts";

const agent = "agent: ci-runner\npolicies:\n  - git:read on repos/*\n";
const soc2 = { config: "compliance: [soc2]\n" };

test("ninety days under SOC 2 are too short", () => {
  expect(saidBy(retentionTooShort, `${agent}audit: {retention: 90d}\n`, soc2)).toEqual([
    "error retention-too-short: the audit records of `ci-runner` are kept for 90 days, and SOC 2 needs 1 year @ {retention: 90d} < soc2",
  ]);
});

test("no retention at all is told where the regime is declared", () => {
  expect(saidBy(retentionTooShort, agent, soc2)).toEqual([
    "error retention-too-short: nothing says how long the audit records of `ci-runner` are kept, and SOC 2 needs 1 year @ soc2",
  ]);
});

test("of several retentions the longest holds, and of several regimes the strictest", () => {
  const files = {
    "policies/a.yaml": `${agent}audit: {retention: 90d}\n`,
    "policies/l.yaml": "audit: {retention: 1y}\n",
  };
  expect(saidBy(retentionTooShort, files, soc2)).toEqual([]);
  expect(saidBy(retentionTooShort, files, { config: "compliance: [soc2, hipaa]\n" })).toEqual([
    "error retention-too-short: the audit records of `ci-runner` are kept for 1 year, and HIPAA needs 6 years @ {retention: 1y} < hipaa",
  ]);
});

test("without a regime any retention will do", () => {
  expect(saidBy(retentionTooShort, `${agent}audit: {retention: 1d}\n`)).toEqual([]);
});
