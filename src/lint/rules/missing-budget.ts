/**
 * An agent that could spend without end: no `budget` with a number in it holds it, whether its own, a guardrail's or a limits document's.
 *
 * Decided by looking the limits up that hold each agent which has a grant. Linear in agents and limits.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { agentsWithout, missingLimitFindings } from "../missing-limits.ts";

export const missingBudget: Rule = defineRule({
  id: "missing-budget",
  category: "limits",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "An agent that no session budget holds.",
  check: (context, report) => {
    const agents = agentsWithout(
      context,
      (limit) =>
        limit.kind === "budget" && (limit.maxTokensPerSession !== null || limit.maxSessionsPerDay !== null),
    );
    const help =
      "give it a `budget:` with `max_tokens_per_session` or `max_sessions_per_day`, in its own document or in a limits document";
    for (const finding of missingLimitFindings(context, agents, { what: "a budget", help })) report(finding);
  },
});
