/** Conditions put together for a description. */
import { sortedUnique } from "../base/order.ts";
import { conditionText } from "../ir/condition-text.ts";
import type { CompareOperator, Condition } from "../ir/ir.ts";

/** The condition that all of some conditions hold, as text; at least one is given. */
export function allText(conditions: readonly Condition[]): string {
  const terms = conditions.flatMap((c) => (c.kind === "and" ? c.terms : [c]));
  const distinct = new Map(terms.map((term) => [conditionText(term), term]));
  const sorted = sortedUnique(distinct.keys()).flatMap((text) => distinct.get(text) ?? []);
  const [only] = sorted;
  return sorted.length === 1 && only !== undefined
    ? conditionText(only)
    : conditionText({ kind: "and", terms: sorted });
}

const opposites: { readonly [O in CompareOperator]: CompareOperator } = {
  "==": "!=",
  "!=": "==",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};

/** True exactly where the condition is false, in few words. */
export function negation(condition: Condition): Condition {
  return turned(condition) ?? { kind: "not", term: condition };
}

/** The negation without a `!` of its own; `null` where it needs one. Absence is unknown on both sides. */
function turned(condition: Condition): Condition | null {
  switch (condition.kind) {
    case "not":
      return condition.term;
    case "compare":
      return typeof condition.literal === "boolean" && condition.operator === "=="
        ? { ...condition, literal: !condition.literal }
        : { ...condition, operator: opposites[condition.operator] };
    case "and":
    case "or": {
      const terms = condition.terms.map(turned).filter((term) => term !== null);
      return terms.length < condition.terms.length
        ? null
        : { kind: condition.kind === "and" ? "or" : "and", terms };
    }
    default:
      return null;
  }
}
