/**
 * A statement that does nothing because one other statement covers it: without it every request keeps
 * its effect, its approvals and its obligations.
 *
 * Exact, over patterns, exceptions, conditions, expiry, roles and guardrails. A conditional grant that an
 * unconditional one covers is told by `unconstraining-limit`. A guardrail that only what agents hold
 * today makes needless is an info. Misses nothing but what is not decided within the budget. Costs one
 * question a statement and part, and for what is covered one for each candidate.
 */
import { coveringText, deadBy, deadFinding, nameOf } from "../dead-findings.ts";
import { defineRule, type Rule } from "../define-rule.ts";

export const shadowedStatement: Rule = defineRule({
  id: "shadowed-statement",
  category: "anomalies",
  level: "warning",
  otherLevels: ["info"],
  fix: "safe",
  isExact: true,
  summary: "A statement that one other statement covers.",
  check: (context, report) => {
    for (const dead of deadBy(context, "shadowed-statement")) {
      if (dead.limitsNothing) continue;
      const finding = deadFinding(context, dead, {
        message: `${nameOf(context, dead)} changes nothing: ${coveringText(context, dead)}`,
        help: "remove it, or narrow the other one if this one was meant to differ",
        relation: "covers it",
      });
      report(dead.isForNow ? { ...finding, severity: "info" } : finding);
    }
  },
});
