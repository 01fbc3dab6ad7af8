/**
 * A plain grant and a gate of the agent's own that match common requests, neither containing the other.
 * The gate wins; the grant's author may not know.
 *
 * Exact, about requests that nothing denies. The gate counts as narrower, and is told by `gated-in-part`
 * instead, when the grant's patterns and condition hold for all that it grants, when it asks always and its
 * names are among the grant's, or when it gates all of the grant; expiry aside. Told at the statement
 * with most partners, the gate of two. Misses nothing. Costs what `overlap` costs, which it shares, and for
 * each finding the questions whether a fix takes away more than the gate holds.
 */
import type { Fix } from "../../base/diagnostic.ts";
import { ask } from "../../analysis/question.ts";
import type { Agent, Gate, Grant } from "../../ir/ir.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import { carveFix, gateFix } from "../gate-edits.ts";
import type { LintContext } from "../lint-context.ts";
import { forGroup, groupWitness, quoted, relatedOfGroup } from "../overlap-findings.ts";
import { type OverlappingPair, overlappingPairs } from "../overlapping-pairs.ts";
import { starGroups } from "../statement-groups.ts";

const id = "ungated-overlap";

export const ungatedOverlap: Rule = defineRule({
  id,
  category: "anomalies",
  level: "warning",
  fix: "review",
  isExact: true,
  summary: "A plain grant and a gate overlap and neither contains the other: the gate wins.",
  check: (context, report) => {
    const pairs = context.share(overlappingPairs);
    for (const group of starGroups(pairs.filter(({ relation }) => relation === "grant beside gate"))) {
      const { first, others } = group;
      const [second] = others;
      if (second === undefined) continue;
      const [center, partner] = first.kind === "gate" ? ["the gate ", "grant"] : ["the grant ", "gate"];
      const whom =
        others.length === 1
          ? `the ${partner} ${quoted(context, second.source)}`
          : `${String(others.length)} ${partner}s`;
      report({
        span: first.place.span,
        message: `${center}${quoted(context, first)} overlaps with ${whom}${forGroup(context, group)}, and neither contains the other: what both match needs approval`,
        related: relatedOfGroup(context, group),
        help: "if the gate is meant to win, carve its resources out of the grant with `except`; if all should be asked for, make the grant a gate with the same options",
        witness: groupWitness(context, group, id, ({ effect }) => effect === "require_approval"),
        fixes: others.length === 1 ? fixesOf(context, second.pair) : [],
      });
    }
  },
});

function fixesOf(context: LintContext, { a, b, agents }: OverlappingPair): readonly Fix[] {
  const held = heldBy({ a, b }, agents);
  const [first] = held;
  if (first === undefined) return [];
  const holders = a.instances.reduce((sum, instance) => sum + instance.agents.length, 0);
  // A role's grant is not changed for the sake of some of the agents that take it.
  if (holders > agents.length) return [];
  const carve = held.every((one) => takesOnlyGated(context, one))
    ? carveFix(context, first.grant, first.gate)
    : null;
  const fix = carve ?? gateFix(context, first.grant, first.gate);
  return fix === null ? [] : [fix];
}

interface HeldPair {
  readonly agent: Agent;
  readonly grant: Grant;
  readonly gate: Gate;
}

function heldBy({ a, b }: Pick<OverlappingPair, "a" | "b">, agents: readonly Agent[]): readonly HeldPair[] {
  return agents.flatMap((agent) => {
    const grant = a.instances.find((instance) => instance.agents.includes(agent))?.statement;
    const gate = b.instances.find((instance) => instance.agents.includes(agent))?.statement;
    return grant?.kind === "grant" && gate?.kind === "gate" ? [{ agent, grant, gate }] : [];
  });
}

/** Whether all that the grant has among the gate's resources is granted by the gate, or denied. */
function takesOnlyGated(context: LintContext, { agent, grant, gate }: HeldPair): boolean {
  const { analysis } = context;
  const { region } = analysis.effectBox(gate);
  const carved = {
    ...analysis.questionBox(gate.scope, null),
    region: { ...region, actions: analysis.everything.actions, exceptActions: [] },
  };
  const positives = [analysis.grantBox(grant, agent.expires), carved];
  const negatives = [analysis.grantBox(gate, agent.expires), ...analysis.boxesOf(agent).denies];
  // Only what the fix says depends on it, so it is not noted where it is not decided.
  return ask(analysis, { positives, negatives }, Math.min(context.maxStates, 50_000)).kind === "empty";
}
