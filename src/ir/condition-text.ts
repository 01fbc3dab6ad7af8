/**
 * Conditions as text: canonical, readable, and in the language's own syntax.
 *
 * INVARIANT: two normalised conditions have one text exactly when they are the same condition.
 */
import { assertNever } from "../base/invariant.ts";
import type { Attribute, Condition, Scalar } from "./ir.ts";

/** `context.name` or `time.field`. */
export function attributeText(attribute: Attribute): string {
  return attribute.kind === "context" ? `context.${attribute.name}` : `time.${attribute.field}`;
}

/** A literal in the condition language. */
export function literalText(literal: Scalar): string {
  return JSON.stringify(literal);
}

/** The canonical text of a condition. */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "or":
      return condition.terms.map(conditionText).join(" || ");
    case "and":
      return condition.terms
        .map((term) => (term.kind === "or" ? `(${conditionText(term)})` : conditionText(term)))
        .join(" && ");
    case "not":
      return `!(${conditionText(condition.term)})`;
    case "compare":
      return `${attributeText(condition.attribute)} ${condition.operator} ${literalText(condition.literal)}`;
    case "oneOf":
      return `${attributeText(condition.attribute)} in [${condition.literals.map(literalText).join(", ")}]`;
    case "member":
      return `${literalText(condition.literal)} in ${attributeText(condition.attribute)}`;
    case "text":
      return `${attributeText(condition.attribute)}.${condition.operator}(${literalText(condition.literal)})`;
    case "has":
      return `has(${attributeText(condition.attribute)})`;
    default:
      return assertNever(condition);
  }
}
