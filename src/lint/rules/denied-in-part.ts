/**
 * What a deny, the agent's own, a role's or a guardrail's, carves out of grants: told for review.
 *
 * Exact: some request that the grant grants is one that the deny denies. Borders are told by
 * `cross-project`, grants of which denies leave nothing by `denied-in-full`. One finding a deny, whatever
 * number of grants it meets. Misses nothing. Costs a sample, or one question, for each deny and grant of an
 * agent whose patterns meet, and one for each such grant.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { quoted } from "../overlap-findings.ts";
import { fromWhat, relatedGrants, takenParts } from "../taken-parts.ts";

const id = "denied-in-part";

export const deniedInPart: Rule = defineRule({
  id,
  category: "anomalies",
  level: "info",
  fix: null,
  isExact: true,
  summary: "What a deny carves out of grants, told for review.",
  check: (context, report) => {
    const parts = takenParts(context, {
      rule: id,
      restrictions: ({ statements, guardrails }) =>
        [...statements, ...guardrails].filter(
          ({ kind, owner }) => kind === "deny" && owner.kind !== "border",
        ),
      grants: (agent) => context.analysis.boxesOf(agent).grants,
      besides: () => [],
    });
    for (const part of parts) {
      const [first] = part.from;
      const [agent] = first?.agents ?? [];
      if (first === undefined || agent === undefined || first.shared === null) continue;
      const text = (): string => `what does ${quoted(context, part.restriction)} deny`;
      report({
        span: part.restriction.place.span,
        message: `${quoted(context, part.restriction)} denies a part of ${fromWhat(context, part)}`,
        related: relatedGrants(context, part, "loses requests"),
        help: "a deny beats every grant; nothing is to be done if this is what it is for",
        witness: context.witness(agent, first.shared, [id], text, ({ reason }) => reason === "denied"),
      });
    }
  },
});
