/** Whether a decision without `now` would be another one at some instant. */
import { assertNever } from "../base/invariant.ts";
import type { Decision, Request } from "../base/request.ts";
import type { Condition, PolicySet } from "../ir/ir.ts";
import type { Considered } from "../reference/consider.ts";

/**
 * True when a statement that the decision rests on speaks of time. A deny that holds at every time
 * settles the matter, so then only denies are looked at.
 */
export function dependsOnTime(
  set: PolicySet,
  request: Request,
  decision: Decision,
  considered: readonly Considered[],
): boolean {
  const matching = considered
    .filter(
      ({ stoppedAt }) => stoppedAt === null || stoppedAt.part === "condition" || stoppedAt.part === "expiry",
    )
    .filter(({ statement }) => decision.reason !== "denied" || statement.kind === "deny");
  const agentExpires = set.agents.find((agent) => agent.name === request.agent)?.expires ?? null;
  return matching.some(({ statement, condition }) => {
    if (turnsOnTime(statement.condition, condition === "unknown")) return true;
    const grants = statement.kind === "grant" || (statement.kind === "gate" && statement.grants);
    return grants && condition !== "false" && (statement.expires !== null || agentExpires !== null);
  });
}

/**
 * Kleene's connectives are monotone: what is true or false without `now` stays so at every instant,
 * unless the condition asks whether there is a `now`.
 */
function turnsOnTime(condition: Condition | null, unknown: boolean): boolean {
  return condition !== null && (asksForNow(condition) || (unknown && readsTime(condition)));
}

function asksForNow(condition: Condition): boolean {
  return someAtom(condition, (atom) => atom.kind === "has" && atom.attribute.kind === "time");
}

function readsTime(condition: Condition): boolean {
  return someAtom(condition, (atom) => atom.attribute.kind === "time");
}

type Atom = Exclude<Condition, { readonly kind: "and" | "or" | "not" }>;

function someAtom(condition: Condition, holds: (atom: Atom) => boolean): boolean {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.terms.some((term) => someAtom(term, holds));
    case "not":
      return someAtom(condition.term, holds);
    case "compare":
    case "oneOf":
    case "member":
    case "text":
    case "has":
      return holds(condition);
    default:
      return assertNever(condition);
  }
}
