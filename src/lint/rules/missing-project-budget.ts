/**
 * An agent whose project has no `project_budget`, or that belongs to no project: what all agents spend
 * together is bounded by nothing.
 *
 * Decided by looking limits up. Linear in agents and limits.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { agentsWithout, missingLimitFindings } from "../missing-limits.ts";

export const missingProjectBudget: Rule = defineRule({
  id: "missing-project-budget",
  category: "limits",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "An agent whose project has no budget, or that has no project.",
  check: (context, report) => {
    const agents = agentsWithout(
      context,
      (limit) =>
        limit.kind === "project_budget" && (limit.monthlyLimit !== null || limit.monthlyTokens !== null),
    );
    const homeless = agents.filter(({ project }) => project === null);
    const help =
      homeless.length > 0
        ? "name the project in `sentrely.yaml` and give it a `project_budget:` with `monthly_limit`"
        : "give the project a `project_budget:` with `monthly_limit`";
    for (const finding of missingLimitFindings(context, agents, { what: "a project budget", help })) {
      report(finding);
    }
  },
});
