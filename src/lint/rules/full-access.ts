/**
 * Every action on every resource without approval: in one grant, or in all of an agent's together.
 *
 * Exact: is every request that has a service in the grant (what it excepts aside), and is a request
 * whose names no pattern of the set mentions left after excepts, denies and gates? So a broad grant
 * with a list of exceptions has full access, and one within a deny of all but a list has not. Misses
 * full access under a condition, which `wildcard-service` tells. A question for each grant whose
 * patterns begin with a wildcard, and one for each agent.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { grantsOfFullAccess } from "../full-access.ts";
import { forAgents } from "../left-ungated.ts";
import { relatedStatements, statementSpan } from "../statement-places.ts";

export const fullAccess: Rule = defineRule({
  id: "full-access",
  category: "breadth",
  level: "error",
  fix: null,
  isExact: true,
  summary: "Every action on every resource without approval.",
  check: (context, report) => {
    for (const { source, found } of grantsOfFullAccess(context).values()) {
      const { witness, with: others } = found.first;
      const who = forAgents(found);
      const message =
        others.length === 0
          ? `every action on every resource is allowed without approval${who}`
          : `together with other grants, every action on every resource is allowed without approval${who}`;
      report({
        span: statementSpan(context, source),
        message,
        related: relatedStatements(context, others, "with this one"),
        help: "grant the actions and resources that are needed; what is broader belongs behind `requires_approval`",
        witness,
      });
    }
  },
});
