/** What belongs to one change, and what decisions show it. */
import { compareCodePoints } from "../base/order.ts";
import type { Decision } from "../base/request.ts";
import { globKeys } from "../ir/canonical.ts";
import type { DecisionKind, Part } from "./parts.ts";

/** Changes that are told together: of one statement, and for approvals and obligations of one region. */
export function groupOf({ kind, effect, side, changed }: Part): string {
  if (kind !== "approval" && kind !== "obligation") return `${kind} ${effect} ${side} ${changed.id}`;
  const { actions, resources } = changed.scope;
  return JSON.stringify([kind, globKeys(actions), globKeys(resources), changed.regionKey]);
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
