/**
 * A deny that removes nothing, since no grant of the agents that it holds meets it: usually misspelt.
 *
 * Exact: the deny and each grant of each of its agents have no common request. In a guardrail it is an
 * info, for a guardrail may stand for grants to come. Misses nothing. Costs a question for each grant
 * whose patterns overlap the deny's; the first that meets it ends the search.
 */
import { deadBy, deadFinding, nameOf } from "../dead-findings.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import { agentList } from "../missing-limits.ts";

export const ineffectiveDeny: Rule = defineRule({
  id: "ineffective-deny",
  category: "anomalies",
  level: "warning",
  otherLevels: ["info"],
  fix: null,
  isExact: true,
  summary: "A deny that removes nothing from any grant.",
  check: (context, report) => {
    for (const dead of deadBy(context, "ineffective-deny")) {
      const { source } = dead;
      const isGuardrail = source.owner.kind === "guardrail";
      const agents = source.instances.flatMap((instance) => instance.agents);
      const whom = isGuardrail ? "the agents that it holds" : agentList(context.inOrder(agents));
      const { fixes: _, ...finding } = deadFinding(context, dead, {
        message: `${nameOf(context, dead)} removes nothing: no grant of ${whom} meets it`,
        help: isGuardrail
          ? "it holds for grants to come; check its spelling"
          : "check its spelling, or remove it: what is not granted is denied",
        relation: "",
      });
      report(isGuardrail ? { ...finding, severity: "info" } : finding);
    }
  },
});
