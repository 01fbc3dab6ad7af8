/**
 * A grant or an agent has passed its `expires`: it grants nothing, and reads as if it did.
 *
 * Decided by comparing instants with the day of the run; exact, linear in the statements.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { removeStatement } from "../edits.ts";
import { expiriesOf } from "../expiries.ts";

export const expiredGrant: Rule = defineRule({
  id: "expired-grant",
  category: "structure",
  level: "warning",
  fix: "review",
  isExact: false,
  summary: "A grant or an agent whose `expires` has passed.",
  check: (context, report) => {
    for (const { what, span, at, date, statement } of expiriesOf(context)) {
      if (at > context.now) continue;
      const isGate = statement?.kind === "gate";
      // Without the gate, what it holds back might be allowed by another grant.
      const edits = statement === null || isGate ? null : removeStatement(context, statement);
      report({
        span,
        message: `${what} expired on ${date}`,
        help: isGate
          ? "it goes on asking for approval"
          : statement === null
            ? "nothing is granted to it any more: remove it, or set a later date"
            : "remove it, or set a later date",
        fixes: edits === null ? [] : [{ title: "remove the expired grant", kind: "review", edits }],
      });
    }
  },
});
