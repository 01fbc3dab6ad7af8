/** Conditions as programs in postfix order (docs/bundle-format.md). */
import { assertNever, defined, InternalError } from "../base/invariant.ts";
import type { Attribute, CompareOperator, Condition, Scalar, TimeField } from "../ir/ir.ts";
import * as op from "../runtime/layout.ts";

/** What a program's words point to. */
export interface ProgramTables {
  readonly attribute: (name: string) => number;
  readonly text: (text: string) => number;
  readonly number: (value: number) => number;
}

export interface ConditionProgram {
  readonly words: readonly number[];
  /** The most values on the stack at a time. */
  readonly stack: number;
  /** Bytes and operations at worst. */
  readonly steps: number;
}

const fields: { readonly [F in TimeField]: number } = { hour: 0, minute: 1, weekday: 2, date: 3 };
const operators: { readonly [O in CompareOperator]: number } = {
  "==": 0,
  "!=": 1,
  "<": 2,
  "<=": 3,
  ">": 4,
  ">=": 5,
};

/** Steps of searching a text in one of 65,536 bytes: sixteen bytes are compared in one. */
const searchSteps = 4096;

export function conditionProgram(condition: Condition, tables: ProgramTables): ConditionProgram {
  const words: number[] = [];
  const { stack, steps } = write(condition, words, tables);
  return { words: [words.length, ...words], stack, steps };
}

interface Cost {
  readonly stack: number;
  readonly steps: number;
}

function write(condition: Condition, words: number[], tables: ProgramTables): Cost {
  switch (condition.kind) {
    case "and":
    case "or": {
      let stack = 0;
      let steps = 1;
      condition.terms.forEach((term, i) => {
        const cost = write(term, words, tables);
        stack = Math.max(stack, i + cost.stack);
        steps += cost.steps;
      });
      words.push((condition.kind === "and" ? op.opAnd : op.opOr) + condition.terms.length * 256);
      return { stack, steps };
    }
    case "not": {
      const cost = write(condition.term, words, tables);
      words.push(op.opNot);
      return { stack: cost.stack, steps: cost.steps + 1 };
    }
    case "has":
      words.push(
        condition.attribute.kind === "time"
          ? op.opHasNow
          : op.opHas + tables.attribute(condition.attribute.name) * 256,
      );
      return { stack: 1, steps: 1 };
    case "compare": {
      const { attribute, literal } = condition;
      const operator = operators[condition.operator];
      if (attribute.kind === "time") {
        words.push(
          op.opTime + operator + fields[attribute.field] * 256,
          timeNumber(attribute, literal, tables),
        );
      } else {
        const base = { boolean: op.opBoolean, number: op.opNumber, string: op.opText }[kindOf(literal)];
        if (base !== op.opNumber && operator > 1) throw new InternalError("an order of what has none");
        words.push(base + operator + tables.attribute(attribute.name) * 256, scalar(literal, tables));
      }
      return { stack: 1, steps: 1 + lengthOf(literal) };
    }
    case "oneOf": {
      const { attribute, literals } = condition;
      const kind = kindOf(defined(literals[0], "a literal"));
      if (attribute.kind === "time") {
        words.push(op.opTimeOneOf + fields[attribute.field] * 256, literals.length);
        for (const literal of literals) words.push(timeNumber(attribute, literal, tables));
      } else {
        const code = { boolean: op.opOneOfBooleans, number: op.opOneOfNumbers, string: op.opOneOfTexts }[
          kind
        ];
        words.push(code + tables.attribute(attribute.name) * 256, literals.length);
        for (const literal of literals) words.push(scalar(literal, tables));
      }
      return { stack: 1, steps: literals.reduce<number>((sum, literal) => sum + 1 + lengthOf(literal), 1) };
    }
    case "member":
      words.push(
        op.opMember + contextAttribute(condition.attribute, tables) * 256,
        tables.text(condition.literal),
      );
      // All elements of all lists together are at most 1,024.
      return { stack: 1, steps: 1024 + searchSteps };
    case "text": {
      const code = { startsWith: op.opStartsWith, endsWith: op.opEndsWith, contains: op.opContains }[
        condition.operator
      ];
      words.push(code + contextAttribute(condition.attribute, tables) * 256, tables.text(condition.literal));
      return {
        stack: 1,
        steps: 1 + lengthOf(condition.literal) + (condition.operator === "contains" ? searchSteps : 0),
      };
    }
    default:
      return assertNever(condition);
  }
}

function contextAttribute(attribute: Attribute, tables: ProgramTables): number {
  if (attribute.kind === "time") throw new InternalError("a text operator on time");
  return tables.attribute(attribute.name);
}

function kindOf(literal: Scalar): "boolean" | "number" | "string" {
  if (typeof literal === "boolean") return "boolean";
  return typeof literal === "number" ? "number" : "string";
}

function lengthOf(literal: Scalar): number {
  return typeof literal === "string" ? literal.length * 3 : 0;
}

function scalar(literal: Scalar, tables: ProgramTables): number {
  switch (typeof literal) {
    case "boolean":
      return literal ? 1 : 0;
    case "number":
      return tables.number(literal);
    default:
      return tables.text(literal);
  }
}

/** A field's number; dates compare as year × 10000 + month × 100 + day. */
function timeNumber(
  attribute: Extract<Attribute, { kind: "time" }>,
  literal: Scalar,
  tables: ProgramTables,
): number {
  if (attribute.field !== "date") {
    if (typeof literal !== "number") throw new InternalError("a field of time against no number");
    return tables.number(literal);
  }
  if (typeof literal !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(literal)) {
    throw new InternalError("a date against no date");
  }
  return tables.number(Number(literal.replace(/-/g, "")));
}

/** The texts that a condition's program names. */
export function conditionTexts(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.terms.flatMap(conditionTexts);
    case "not":
      return conditionTexts(condition.term);
    case "has":
      return [];
    case "compare":
      return condition.attribute.kind === "context" && typeof condition.literal === "string"
        ? [condition.literal]
        : [];
    case "oneOf":
      return condition.attribute.kind === "context"
        ? condition.literals.filter((literal): literal is string => typeof literal === "string")
        : [];
    case "member":
    case "text":
      return [condition.literal];
    default:
      return assertNever(condition);
  }
}
