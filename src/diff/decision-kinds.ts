/** What belongs to one change, and what decisions show it. */
import { compareCodePoints } from "../base/order.ts";
import type { Decision } from "../base/request.ts";
import { globKeys } from "../ir/canonical.ts";
import { conditionText } from "../ir/condition-text.ts";
import type { AgentClass } from "./agent-pairs.ts";
import type { Holding } from "./holdings.ts";
import type { DecisionKind, Part } from "./parts.ts";
import { otherSide } from "./side.ts";

/**
 * Changes that are told together: of one statement, for approvals and obligations of one region, and of
 * all statements under one condition that the sides read differently.
 */
export function groupOf(part: Part, of: AgentClass): string {
  const { kind, effect, side, changed } = part;
  if (rereadOf(part, of) !== null && changed.condition !== null)
    return JSON.stringify([kind, effect, side, conditionText(changed.condition)]);
  if (kind !== "approval" && kind !== "obligation") return `${kind} ${effect} ${side} ${changed.id}`;
  const { actions, resources } = changed.scope;
  return JSON.stringify([kind, globKeys(actions), globKeys(resources), changed.regionKey]);
}

/** The same effect as the other side reads it, where only the reading of its condition differs. */
export function rereadOf({ effect, side, changed }: Part, of: AgentClass): Holding | null {
  if (effect === "shapes" || changed.side === null) return null;
  for (const holding of of[otherSide(side)][effect].keys()) if (holding.key === changed.key) return holding;
  return null;
}

/** Whether the decisions are of the kind that is told. */
export function shows(kind: DecisionKind, before: Decision, after: Decision): boolean {
  const approvals = (decision: Decision): string =>
    JSON.stringify(
      decision.approvals
        .map((a) => JSON.stringify([a.channels, a.timeout_seconds, a.approvers, a.needed]))
        .sort(compareCodePoints),
    );
  switch (kind) {
    case "widened":
      return before.effect === "deny" && after.effect !== "deny";
    case "narrowed":
      return before.effect !== "deny" && after.effect === "deny";
    case "gated":
      return before.effect === "allow" && after.effect === "require_approval";
    case "ungated":
      return before.effect === "require_approval" && after.effect === "allow";
    case "approval":
      return (
        after.effect === "require_approval" &&
        before.effect === after.effect &&
        approvals(before) !== approvals(after)
      );
    case "obligation":
      return (
        after.effect !== "deny" &&
        before.effect === after.effect &&
        JSON.stringify(before.notify) !== JSON.stringify(after.notify)
      );
  }
}
