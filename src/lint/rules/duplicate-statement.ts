/**
 * Two statements that match the same requests with the same options: the later one does nothing.
 *
 * Exact: each minus the other has no request, their conditions included, and their options (effect,
 * approval, notify, expiry) are equal. Asked only of statements that others cover. Reported once, at the
 * later one; a statement that holds more agents counts as the earlier. Misses nothing. Costs four
 * questions for each candidate that matches the statement's shortest request.
 */
import { deadBy, deadFinding, nameOf } from "../dead-findings.ts";
import { defineRule, type Rule } from "../define-rule.ts";

export const duplicateStatement: Rule = defineRule({
  id: "duplicate-statement",
  category: "anomalies",
  level: "warning",
  otherLevels: ["info"],
  fix: "safe",
  isExact: true,
  summary: "A statement that matches the same requests as another, with the same options.",
  check: (context, report) => {
    for (const dead of deadBy(context, "duplicate-statement")) {
      const finding = deadFinding(context, dead, {
        message: `${nameOf(context, dead)} matches what another statement matches, with the same options`,
        help: "remove one of them, or correct the one that was meant to differ",
        relation: "matches the same requests",
      });
      report(dead.isForNow ? { ...finding, severity: "info" } : finding);
    }
  },
});
