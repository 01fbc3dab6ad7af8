/**
 * An agent that repeats a failing call for ever: no `circuit_breaker` holds it.
 *
 * Decided by looking the limits up that hold each agent which has a grant. Linear in agents and limits.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { agentsWithout, missingLimitFindings } from "../missing-limits.ts";

export const missingCircuitBreaker: Rule = defineRule({
  id: "missing-circuit-breaker",
  category: "limits",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "An agent that no circuit breaker stops when its calls keep failing.",
  check: (context, report) => {
    const agents = agentsWithout(context, (limit) => limit.kind === "circuit_breaker");
    const help =
      "give it a `circuit_breaker:` with `failures` and `window`, in its own document or in a limits document";
    for (const finding of missingLimitFindings(context, agents, { what: "a circuit breaker", help }))
      report(finding);
  },
});
