/**
 * Conditions and defaults as a bundle's tables spell them. Beside `tables.ts`, the only file that knows.
 *
 * A row is `["and", rows]`, `["or", rows]`, `["not", row]`, `["has", attribute]`,
 * `["compare", attribute, operator, literal]`, `["oneOf", attribute, literals]`,
 * `["member", attribute, text]` or `[text operator, attribute, text]`; an attribute is
 * `context.NAME` or `time.FIELD`.
 */
import type { ContextValue } from "../base/request.ts";
import { damaged, fields, list, oneOf, text } from "./check.ts";
import type { Attribute, Condition, TimeField } from "./program.ts";

export type ConditionRow =
  | readonly ["and" | "or", readonly ConditionRow[]]
  | readonly ["not", ConditionRow]
  | readonly ["has", string]
  | readonly ["compare", string, "==" | "!=" | "<" | "<=" | ">" | ">=", string | number | boolean]
  | readonly ["oneOf", string, readonly (string | number | boolean)[]]
  | readonly ["member" | "startsWith" | "endsWith" | "contains", string, string];

/** Deeper than any condition the compiler lets through; bounds the evaluator's recursion. */
export const maxConditionDepth = 256;

export function readConditionRow(value: unknown): Condition {
  return readRow(value, 0);
}

function readRow(value: unknown, depth: number): Condition {
  if (depth > maxConditionDepth) throw damaged("a condition nests too deep");
  const [kind, first, ...rest] = list(value, "condition", (item) => item);
  const below = (row: unknown): Condition => readRow(row, depth + 1);
  switch (kind) {
    case "and":
    case "or":
      exactly(rest, 0);
      return { kind, terms: list(first, "condition.terms", below) };
    case "not":
      exactly(rest, 0);
      return { kind, term: below(first) };
    case "has":
      exactly(rest, 0);
      return { kind, attribute: readAttribute(first) };
    case "compare":
      exactly(rest, 2);
      return {
        kind,
        attribute: readAttribute(first),
        operator: oneOf(rest[0], "condition.operator", ["==", "!=", "<", "<=", ">", ">="]),
        literal: readLiteral(rest[1]),
      };
    case "oneOf": {
      exactly(rest, 1);
      const literals = list(rest[0], "condition.literals", readLiteral);
      const types = literals.map((literal) => typeof literal);
      if (types.length === 0 || types.some((type) => type !== types[0])) throw damaged("condition.literals");
      return { kind, attribute: readAttribute(first), literals };
    }
    case "member":
      exactly(rest, 1);
      return { kind, attribute: readAttribute(first), literal: text(rest[0], "condition.literal") };
    case "startsWith":
    case "endsWith":
    case "contains":
      exactly(rest, 1);
      return {
        kind: "text",
        operator: kind,
        attribute: readAttribute(first),
        literal: text(rest[0], "condition.literal"),
      };
    default:
      throw damaged("condition.kind");
  }
}

function exactly(rest: readonly unknown[], count: number): void {
  if (rest.length !== count) throw damaged("length of a condition");
}

const timeFields: readonly TimeField[] = ["hour", "minute", "weekday", "date"];

function readAttribute(value: unknown): Attribute {
  const spelt = text(value, "condition.attribute");
  for (const time of timeFields) if (spelt === "time." + time) return { time, name: "" };
  if (!/^context\.[A-Za-z_][A-Za-z0-9_]*$/.test(spelt)) throw damaged("condition.attribute");
  return { time: null, name: spelt.slice("context.".length) };
}

function readLiteral(value: unknown): string | number | boolean {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && isFinite(value)) return value;
  throw damaged("condition.literal");
}

/** A context attribute's default: `{name, value}`. */
export function readDefault(value: unknown): readonly [string, ContextValue] {
  const row = fields(value, "default", ["name", "value"]);
  const given = row["value"];
  return [
    text(row["name"], "default.name"),
    Array.isArray(given) ? list(given, "default.value", text) : readLiteral(given),
  ];
}
