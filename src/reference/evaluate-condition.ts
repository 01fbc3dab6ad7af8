/** Conditions (LANGUAGE.md §5): three-valued, with Kleene's and, or and not. */
import { assertNever } from "../base/invariant.ts";
import type { ContextValue } from "../base/request.ts";
import type { Attribute, CompareOperator, Condition, PolicySet, Scalar, TextOperator } from "../ir/ir.ts";
import { localTime } from "./local-time.ts";
import type { RequestValues } from "./read-request.ts";

export type Truth = "true" | "false" | "unknown";

/** The condition's truth for the request; a statement without one always holds. */
export function evaluateCondition(
  set: PolicySet,
  request: RequestValues,
  condition: Condition | null,
): Truth {
  if (condition === null) return "true";
  switch (condition.kind) {
    case "or": {
      const terms = condition.terms.map((term) => evaluateCondition(set, request, term));
      return terms.includes("true") ? "true" : terms.includes("unknown") ? "unknown" : "false";
    }
    case "and": {
      const terms = condition.terms.map((term) => evaluateCondition(set, request, term));
      return terms.includes("false") ? "false" : terms.includes("unknown") ? "unknown" : "true";
    }
    case "not":
      return negate(evaluateCondition(set, request, condition.term));
    case "has":
      return truth(has(request, condition.attribute));
    case "compare": {
      const value = valueOf(set, request, condition.attribute);
      return sameType(value, condition.literal)
        ? truth(compares(value, condition.operator, condition.literal))
        : "unknown";
    }
    case "oneOf": {
      const value = valueOf(set, request, condition.attribute);
      return condition.literals.every((literal) => sameType(value, literal))
        ? truth(condition.literals.some((literal) => literal === value))
        : "unknown";
    }
    case "member": {
      const value = valueOf(set, request, condition.attribute);
      return isList(value) ? truth(value.includes(condition.literal)) : "unknown";
    }
    case "text": {
      const value = valueOf(set, request, condition.attribute);
      return typeof value === "string"
        ? truth(holdsText(value, condition.operator, condition.literal))
        : "unknown";
    }
    default:
      return assertNever(condition);
  }
}

function truth(holds: boolean): Truth {
  return holds ? "true" : "false";
}

function negate(value: Truth): Truth {
  return value === "unknown" ? "unknown" : truth(value === "false");
}

/**
 * "`has(context.x)` is true when the request holds the name, whatever its value, and ignores
 * `default`"; "`has(time.x)` asks for `now`".
 */
function has(request: RequestValues, attribute: Attribute): boolean {
  return attribute.kind === "time" ? request.now !== null : request.context.has(attribute.name);
}

/** The attribute's value; `null` where it is absent without default, or ill-typed. */
function valueOf(set: PolicySet, request: RequestValues, attribute: Attribute): ContextValue | null {
  if (attribute.kind === "time") {
    return request.now === null ? null : localTime(set.timezone, request.now, attribute.field);
  }
  const given = request.context.get(attribute.name);
  // "`default` … fills absence only": an ill-typed value stays ill-typed.
  if (given !== undefined) return given;
  return set.context.find((declared) => declared.name === attribute.name)?.default ?? null;
}

/** A value of another type than the literal is ill-typed: the front end has typed the literal. */
function sameType(value: ContextValue | null, literal: Scalar): value is Scalar {
  return typeof value === typeof literal;
}

function isList(value: ContextValue | null): value is readonly string[] {
  return Array.isArray(value);
}

/** Numbers as IEEE doubles, dates as their text (whose order is theirs), the rest by equality. */
function compares(value: Scalar, operator: CompareOperator, literal: Scalar): boolean {
  switch (operator) {
    case "==":
      return value === literal;
    case "!=":
      return value !== literal;
    case "<":
      return value < literal;
    case "<=":
      return value <= literal;
    case ">":
      return value > literal;
    case ">=":
      return value >= literal;
    default:
      return assertNever(operator);
  }
}

function holdsText(value: string, operator: TextOperator, literal: string): boolean {
  switch (operator) {
    case "startsWith":
      return value.startsWith(literal);
    case "endsWith":
      return value.endsWith(literal);
    case "contains":
      return value.includes(literal);
    default:
      return assertNever(operator);
  }
}
