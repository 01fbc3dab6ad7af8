/**
 * Statements of one agent that match common requests, neither containing the other, whose channel,
 * timeout, approvers, notify or expiry differ. Which holds? Both do.
 *
 * Exact, as `overlap` is. Two gates of the same requests whose approval differs are told as well; a gate
 * within a broader one whose approval differs is an info: it asks twice. Plain grants within one another
 * are the way to tell a channel of some requests, and are not told. Told at the statement with most
 * partners. Misses nothing. Costs what `overlap` costs, which it shares.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";
import { differingOptions, inWords } from "../option-words.ts";
import {
  example,
  forGroup,
  forWhom,
  groupWitness,
  pairWitness,
  quoted,
  relatedOfGroup,
} from "../overlap-findings.ts";
import { type OverlappingPair, overlappingPairs } from "../overlapping-pairs.ts";
import { starGroups } from "../statement-groups.ts";
import { statementSpan } from "../statement-places.ts";

const id = "overlap-different-options";

export const overlapDifferentOptions: Rule = defineRule({
  id,
  category: "anomalies",
  level: "warning",
  otherLevels: ["info"],
  fix: null,
  isExact: true,
  summary: "An overlap whose channel, timeout, approvers, notify or expiry differ: both hold.",
  check: (context, report) => {
    const pairs = context.share(overlappingPairs);
    for (const group of starGroups(pairs.filter(({ relation }) => relation === "options differ"))) {
      const { first, others } = group;
      const [second] = others;
      if (second === undefined) continue;
      const differing = [...new Set(group.pairs.flatMap((pair) => differences(pair)))];
      const whom =
        others.length === 1
          ? quoted(context, second.source)
          : `${String(others.length)} statements of other options`;
      report({
        span: first.place.span,
        message: `${quoted(context, first)} overlaps with ${whom}${forGroup(context, group)}, and their options differ (${inWords(differing)}): ${whatHolds(first.kind, differing)}`,
        related: relatedOfGroup(context, group),
        help: "give them the same options, or carve the one out of the other with `except`",
        witness: groupWitness(context, group, id, ({ effect }) =>
          first.kind === "gate" ? effect === "require_approval" : effect !== "deny",
        ),
      });
    }
    for (const pair of pairs) if (pair.relation === "gate within gate") report(nested(context, pair));
  },
});

function differences({ a, b, agents }: OverlappingPair): readonly string[] {
  const [agent] = agents;
  const of = ({ instances }: OverlappingPair["a"]) =>
    instances.find((instance) => agent !== undefined && instance.agents.includes(agent))?.statement;
  const [x, y] = [of(a), of(b)];
  return x === undefined || y === undefined ? [] : differingOptions(x, y);
}

function whatHolds(kind: OverlappingPair["a"]["kind"], differing: readonly string[]): string {
  if (kind === "gate") {
    const isOfApproval = differing.some((word) => word !== "notify" && word !== "expiry");
    if (isOfApproval) return "both ask, and each needs its own answer";
    return differing.includes("notify")
      ? "all their channels are told"
      : "both gate, and what grants longer grants";
  }
  const told = "every channel is told";
  const until = "what both grant ends with the later one";
  if (!differing.includes("expiry")) return told;
  return differing.includes("notify") ? `${told}, and ${until}` : until;
}

function nested(context: LintContext, pair: OverlappingPair) {
  const { a: inner, b: outer, agents } = pair;
  const differing = differences(pair).filter((word) => word !== "notify" && word !== "expiry");
  return {
    span: inner.place.span,
    severity: "info" as const,
    message: `${quoted(context, inner)} lies within the gate ${quoted(context, outer)}${forWhom(agents, [inner, outer])}, and their options differ (${inWords(differing)}): both ask, and each needs its own answer`,
    related: [
      {
        message: `${quoted(context, outer)} asks for them too,${example(context, pair)}`,
        span: statementSpan(context, outer),
      },
    ],
    help: "if the narrower one alone should ask, carve it out of the broader one with `except`",
    witness: pairWitness(context, pair, id, ({ effect }) => effect === "require_approval"),
  };
}
