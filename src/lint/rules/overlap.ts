/**
 * Statements of one agent that match common requests although neither contains the other: two grants, two
 * gates or two denies whose options are the same.
 *
 * Exact, over patterns, exceptions, conditions and expiry, and about requests that nothing denies. Of an
 * agent's own statements and its roles'; guardrails and borders are told elsewhere, and so is a
 * statement that others cover. Statements that overlap are told together, at the first of them. Misses
 * nothing. Costs a test of patterns for each pair whose resources begin alike, and a few questions for each
 * pair that meets and that others do not connect already.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { forGroup, groupWitness, quoted, relatedOfGroup } from "../overlap-findings.ts";
import { overlappingPairs } from "../overlapping-pairs.ts";
import { connectedGroups } from "../statement-groups.ts";

const outcomes = {
  grant: { verb: "granted by either", shows: "deny", isShown: false },
  gate: { verb: "asked for once", shows: "require_approval", isShown: true },
  deny: { verb: "denied by either", shows: "deny", isShown: true },
} as const;

export const overlap: Rule = defineRule({
  id: "overlap",
  category: "anomalies",
  level: "info",
  fix: null,
  isExact: true,
  summary: "Two statements of one agent match common requests, and neither contains the other.",
  check: (context, report) => {
    const pairs = context.share(overlappingPairs).filter(({ relation }) => relation === "alike");
    for (const group of connectedGroups(pairs)) {
      const { first, others } = group;
      const { verb, shows, isShown } = outcomes[first.kind];
      const [second] = others;
      const what =
        others.length === 1 && second !== undefined
          ? `${quoted(context, second.source)} match common requests, and neither contains the other`
          : `${String(others.length)} more statements match common requests, and of two that do neither contains the other`;
      report({
        span: first.place.span,
        message: `${quoted(context, first)} and ${what}${forGroup(context, group)}: what two match is ${verb}`,
        related: relatedOfGroup(context, group),
        help: "whoever changes one of them should know of the other; if they belong together, write one statement",
        witness: groupWitness(context, group, "overlap", ({ effect }) => (effect === shows) === isShown),
      });
    }
  },
});
