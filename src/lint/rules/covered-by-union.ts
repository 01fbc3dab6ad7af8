/**
 * A statement that does nothing because several others together cover it, though none of them does alone.
 *
 * Exact, over patterns, exceptions, conditions, expiry, roles and guardrails; the statements named cover
 * it, and none of them can be left out. A conditional grant that unconditional ones cover is told by
 * `unconstraining-limit`. A guardrail that only what agents hold today makes needless is an
 * info. Misses nothing but what is not decided within the budget. Costs one question a statement and part,
 * over all the other statements of its agent.
 */
import { deadBy, deadFinding, nameOf } from "../dead-findings.ts";
import { defineRule, type Rule } from "../define-rule.ts";

export const coveredByUnion: Rule = defineRule({
  id: "covered-by-union",
  category: "anomalies",
  level: "warning",
  otherLevels: ["info"],
  fix: "safe",
  isExact: true,
  summary: "A statement that several others together cover.",
  check: (context, report) => {
    for (const dead of deadBy(context, "covered-by-union")) {
      if (dead.limitsNothing) continue;
      const finding = deadFinding(context, dead, {
        message: `${nameOf(context, dead)} changes nothing: ${dead.covering.length} others together cover it`,
        help: "remove it, or narrow the others if this one was meant to differ",
        relation: "covers a part of it",
      });
      report(dead.isForNow ? { ...finding, severity: "info" } : finding);
    }
  },
});
