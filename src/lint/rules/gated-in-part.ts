/**
 * What a narrower gate of the agent's own, or a guardrail's gate, takes out of plain grants: the idiom of
 * the language, told for review.
 *
 * Exact, about requests that nothing denies: some request that the grant grants is one that the gate
 * gates. A gate of the agent's own that is not narrower is told by `ungated-overlap`, a grant that its gate
 * covers by `shadowed-statement`. One finding a gate, whatever number of grants it meets. Misses nothing.
 * Costs a sample, or one question, for each guardrail's gate and plain grant whose patterns meet; own gates are those of
 * `overlap`.
 */
import type { LintContext } from "../lint-context.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import { quoted } from "../overlap-findings.ts";
import { overlappingPairs, sharedBy } from "../overlapping-pairs.ts";
import type { SourceStatement } from "../source-statements.ts";
import { fromWhat, relatedGrants, type TakenFrom, type TakenPart, takenParts } from "../taken-parts.ts";

const id = "gated-in-part";

export const gatedInPart: Rule = defineRule({
  id,
  category: "anomalies",
  level: "info",
  fix: null,
  isExact: true,
  summary: "What a narrower gate, or a guardrail's, takes out of plain grants, told for review.",
  check: (context, report) => {
    for (const part of [...ownGates(context), ...guardrailGates(context)]) {
      const [first] = part.from;
      const [agent] = first?.agents ?? [];
      if (first === undefined || agent === undefined || first.shared === null) continue;
      const text = (): string => `what does ${quoted(context, part.restriction)} gate`;
      report({
        span: part.restriction.place.span,
        message: `the gate ${quoted(context, part.restriction)} takes a part out of ${fromWhat(context, part)}`,
        related: relatedGrants(context, part, "needs approval for requests"),
        help: "a gate beats every plain grant; nothing is to be done if this is what it is for",
        witness: context.witness(agent, first.shared, [id], text, ({ reason }) => reason === "gated"),
      });
    }
  },
});

function ownGates(context: LintContext): readonly TakenPart[] {
  const gates = new Map<SourceStatement, TakenFrom[]>();
  for (const pair of context.share(overlappingPairs)) {
    const { relation, a, b, agents } = pair;
    if (relation !== "gate within grant") continue;
    const shared = sharedBy(context, pair);
    const from = gates.get(b);
    if (from === undefined) gates.set(b, [{ grant: a, agents, shared }]);
    else from.push({ grant: a, agents, shared });
  }
  return [...gates].map(([restriction, from]) => ({ restriction, from }));
}

function guardrailGates(context: LintContext): readonly TakenPart[] {
  const { analysis } = context;
  return takenParts(context, {
    rule: id,
    restrictions: ({ guardrails }) => guardrails.filter(({ kind }) => kind === "gate"),
    grants: (agent) => analysis.boxesOf(agent).grants.filter(({ statement }) => statement?.kind === "grant"),
    besides: (agent) => analysis.boxesOf(agent).denies,
  });
}
