import { expect, test } from "vitest";
import { missingAuditExport } from "../../../../src/lint/rules/missing-audit-export.ts";
import { saidBy } from "../../../support/lint-text.ts";

const agent = "agent: ci-runner\npolicies:\n  - git:read on repos/*\n";
const config = "compliance: [soc2]\n";
const exporting = "audit: {retention: 1y, export: {destination: s3://a/, format: json, frequency: hourly}}\n";

test("a declared regime without export is told where it is declared", () => {
  expect(saidBy(missingAuditExport, `${agent}audit: {retention: 1y}\n`, { config })).toEqual([
    "warning missing-audit-export: `soc2` is declared, and no audit records are exported @ soc2",
  ]);
});

test("the agents that are not exported are named when others are", () => {
  const text = `${agent}${exporting}---\nagent: docs-bot\npolicies:\n  - git:read on docs/*\n`;
  expect(saidBy(missingAuditExport, text, { config })).toEqual([
    "warning missing-audit-export: `soc2` is declared, and the audit records of `docs-bot` are not exported @ soc2",
  ]);
});

test("an export for everyone, or no regime, is fine", () => {
  expect(
    saidBy(missingAuditExport, { "policies/a.yaml": agent, "policies/l.yaml": exporting }, { config }),
  ).toEqual([]);
  expect(saidBy(missingAuditExport, agent)).toEqual([]);
});
