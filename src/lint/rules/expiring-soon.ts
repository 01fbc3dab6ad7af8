/**
 * A grant or an agent ends within 14 days: whoever depends on it should hear of it before.
 *
 * Decided by comparing instants with the day of the run; exact, linear in the statements.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { expiriesOf } from "../expiries.ts";

const soon = 14 * 86_400_000;

export const expiringSoon: Rule = defineRule({
  id: "expiring-soon",
  category: "structure",
  level: "info",
  fix: null,
  isExact: false,
  summary: "A grant or an agent whose `expires` passes within 14 days.",
  check: (context, report) => {
    for (const { what, span, at, date, statement } of expiriesOf(context)) {
      if (at <= context.now || at > context.now + soon) continue;
      report({
        span,
        message: `${what} expires on ${date}`,
        help:
          statement?.kind === "gate"
            ? "it goes on asking for approval, and grants nothing from then on"
            : statement === null
              ? "nothing is granted to it from then on"
              : "remove it, or set a later date",
      });
    }
  },
});
