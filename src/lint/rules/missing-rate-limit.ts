/**
 * An agent that may ask as fast as it can: no `rate_limits` holds it.
 *
 * Decided by looking the limits up that hold each agent which has a grant. Linear in agents and limits.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { agentsWithout, missingLimitFindings } from "../missing-limits.ts";

export const missingRateLimit: Rule = defineRule({
  id: "missing-rate-limit",
  category: "limits",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "An agent that no rate limit holds.",
  check: (context, report) => {
    const agents = agentsWithout(context, (limit) => limit.kind === "rate_limits");
    const help =
      "give it `rate_limits:` with `max_requests_per_minute`, in its own document or in a limits document";
    for (const finding of missingLimitFindings(context, agents, { what: "a rate limit", help }))
      report(finding);
  },
});
