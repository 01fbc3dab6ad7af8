/**
 * A compliance regime is declared, and the audit records of some agent leave the gateway for nowhere.
 *
 * Decided by looking limits up. Linear in agents and limits.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { agentList, holds } from "../missing-limits.ts";

export const missingAuditExport: Rule = defineRule({
  id: "missing-audit-export",
  category: "limits",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "A compliance regime is declared and audit records are not exported.",
  check: ({ set, config }, report) => {
    const [regime] = config?.compliance ?? [];
    if (regime === undefined) return;
    const exporting = set.limits.filter((l) => l.kind === "audit" && l.exportTo !== null);
    const agents = set.agents.filter((agent) => !exporting.some((l) => holds(l, agent)));
    if (agents.length === 0) return;
    const message =
      agents.length === set.agents.length
        ? `\`${regime.value}\` is declared, and no audit records are exported`
        : `\`${regime.value}\` is declared, and the audit records of ${agentList(agents)} are not exported`;
    const help = "give an `audit:` block an `export:` with `destination`, `format` and `frequency`";
    report({ span: regime.span, message, help });
  },
});
