/** Conditions, three-valued: `yes`, `no` and `doubt`, so that and is the least and or the greatest. */
import type { ContextValue } from "../base/request.ts";
import { readTime } from "./local-time.ts";
import type { Attribute, Condition, Program } from "./program.ts";
import type { ReadRequest } from "./read-request.ts";

export const no = 0;
export const doubt = 1;
export const yes = 2;

export type Answer = typeof no | typeof doubt | typeof yes;

/** The condition's answer for the request; `null` is the condition that always holds. */
export function answer(program: Program, request: ReadRequest, condition: Condition | null): Answer {
  if (condition === null) return yes;
  switch (condition.kind) {
    case "and": {
      let least: Answer = yes;
      for (const term of condition.terms) {
        const one = answer(program, request, term);
        if (one === no) return no;
        if (one === doubt) least = doubt;
      }
      return least;
    }
    case "or": {
      let greatest: Answer = no;
      for (const term of condition.terms) {
        const one = answer(program, request, term);
        if (one === yes) return yes;
        if (one === doubt) greatest = doubt;
      }
      return greatest;
    }
    case "not": {
      const one = answer(program, request, condition.term);
      return one === doubt ? doubt : one === yes ? no : yes;
    }
    case "has": {
      const { time, name } = condition.attribute;
      return (time === null ? request.context.has(name) : request.now !== null) ? yes : no;
    }
    default: {
      const value = read(program, request, condition.attribute);
      const holds = value === null ? null : test(condition, value);
      return holds === null ? doubt : holds ? yes : no;
    }
  }
}

/** The value; `null` when it is absent without a default, or ill-typed. */
function read(program: Program, request: ReadRequest, { time, name }: Attribute): ContextValue | null {
  if (time !== null) return request.now === null ? null : readTime(program, request.now, time);
  const given = request.context.get(name);
  if (given !== undefined) return given;
  const fallback = program.defaults.get(name);
  return fallback === undefined ? null : fallback;
}

type Comparison = Exclude<Condition, { readonly kind: "and" | "or" | "not" | "has" }>;

/** Whether a present value meets the comparison; `null` when it is of another type. */
function test(condition: Comparison, value: ContextValue): boolean | null {
  switch (condition.kind) {
    case "compare":
      return compare(value, condition.operator, condition.literal);
    case "oneOf": {
      if (typeof value !== typeof condition.literals[0]) return null;
      for (const literal of condition.literals) if (literal === value) return true;
      return false;
    }
    case "member":
      return typeof value === "object" ? value.indexOf(condition.literal) >= 0 : null;
    case "text": {
      if (typeof value !== "string") return null;
      const { operator, literal } = condition;
      if (operator === "startsWith") return value.startsWith(literal);
      return operator === "endsWith" ? value.endsWith(literal) : value.indexOf(literal) >= 0;
    }
  }
}

function compare(
  value: ContextValue,
  operator: "==" | "!=" | "<" | "<=" | ">" | ">=",
  literal: string | number | boolean,
): boolean | null {
  if (typeof value === "object" || typeof value !== typeof literal) return null;
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
  }
}
