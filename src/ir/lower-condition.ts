/**
 * Conditions → typed, normalised conditions (LANGUAGE.md §5).
 *
 * INVARIANT: equal conditions are one object, so that identity is equality; every attribute and
 * literal has been typed.
 */
import type { Report } from "../base/diagnostic.ts";
import { assertNever } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { AttributeNode, AttributeType, ConditionNode, Literal, Located } from "../syntax/ast.ts";
import { typeName, typeOfValue, type AttributeTypes } from "./attribute-types.ts";
import { dateToMilliseconds } from "./calendar.ts";
import { conditionText, literalText } from "./condition-text.ts";
import type { Attribute, Condition, Scalar } from "./ir.ts";
import { irMessages } from "./messages.ts";

const { build } = irMessages;

/** What a word of `vocabulary.conditions` stands for; `null` when it is none, and then reported. */
export type ConditionWords = (name: string, span: Span) => Condition | null;

/** Types, normalises and interns conditions; one per compilation. */
export class ConditionLowering {
  readonly #types: AttributeTypes;
  readonly #report: Report;
  readonly #interned: Map<string, Condition> = new Map<string, Condition>();

  constructor(types: AttributeTypes, report: Report) {
    this.#types = types;
    this.#report = report;
  }

  /** The condition's meaning; `null` when an error in it was reported. All its errors are. */
  lower(node: ConditionNode, words: ConditionWords): Condition | null {
    switch (node.kind) {
      case "or":
      case "and": {
        const terms = node.terms.map((term) => this.lower(term, words)).filter((term) => term !== null);
        return terms.length === node.terms.length ? this.join(node.kind, terms) : null;
      }
      case "not": {
        const term = this.lower(node.term, words);
        return term === null ? null : this.#intern({ kind: "not", term });
      }
      case "word":
        return words(node.name, node.span);
      case "has":
        return this.#mention(node.attribute)
          ? this.#intern({ kind: "has", attribute: attributeOf(node.attribute) })
          : null;
      case "truth":
        return this.#require(node.attribute, "bool", node.attribute.span)
          ? this.#compare(attributeOf(node.attribute), "==", true)
          : null;
      case "member": {
        const { literal, attribute } = node;
        if (typeof literal.value !== "string") {
          return this.#fail(literal.span, `lists hold strings, not ${typeName(typeOfValue(literal.value))}`);
        }
        return this.#require(attribute, "list", attribute.span)
          ? this.#intern({ kind: "member", literal: literal.value, attribute: attributeOf(attribute) })
          : null;
      }
      case "text":
        if (node.attribute.kind === "time" && node.attribute.field === "date") {
          return this.#fail(
            node.span,
            "`time.date` is compared with a date",
            `write \`time.date >= "2026-01-01"\``,
          );
        }
        return this.#require(node.attribute, "string", node.attribute.span)
          ? this.#intern({
              kind: "text",
              attribute: attributeOf(node.attribute),
              operator: node.operator,
              literal: node.literal.value,
            })
          : null;
      case "compare": {
        const { attribute, operator, literal } = node;
        const value = this.#literal(attribute, literal);
        if (value === null) return null;
        const isOrder = operator !== "==" && operator !== "!=";
        const isDate = attribute.kind === "time" && attribute.field === "date";
        if (isOrder && typeof value !== "number" && !isDate) {
          const what = typeName(typeOfValue(value));
          return this.#fail(
            literal.span,
            `\`${operator}\` compares numbers and \`time.date\` only, not ${what}`,
          );
        }
        return this.#compare(attributeOf(attribute), operator, value);
      }
      case "oneOf":
        return this.#oneOf(node);
      default:
        return assertNever(node);
    }
  }

  /** `and` or `or` of these conditions: flat, sorted, nothing twice. There must be one at least. */
  join(kind: "and" | "or", conditions: readonly Condition[]): Condition {
    const flat = conditions.flatMap((term) => (term.kind === kind ? term.terms : [term]));
    const byText = new Map(flat.map((term) => [conditionText(term), term]));
    const [first, ...more] = [...byText].sort(([a], [b]) => compareCodePoints(a, b)).map(([, term]) => term);
    if (first === undefined || more.length === 0) return first ?? this.#intern({ kind, terms: [] });
    return this.#intern({ kind, terms: [first, ...more] });
  }

  #oneOf(node: Extract<ConditionNode, { readonly kind: "oneOf" }>): Condition | null {
    const [first] = node.literals;
    if (first === undefined) return null;
    const other = node.literals.find(({ value }) => typeof value !== typeof first.value);
    if (other !== undefined) {
      return this.#fail(
        other.span,
        `the list holds ${typeName(typeOfValue(first.value))} and ${typeName(typeOfValue(other.value))}`,
      );
    }
    const values = new Map<string, Scalar>();
    for (const literal of node.literals) {
      const value = this.#literal(node.attribute, literal);
      if (value === null) return null;
      values.set(literalText(value), value);
    }
    const literals = [...values.values()].sort(compareScalars);
    const attribute = attributeOf(node.attribute);
    const [only] = literals;
    return only !== undefined && literals.length === 1
      ? this.#compare(attribute, "==", only)
      : this.#intern({ kind: "oneOf", attribute, literals });
  }

  #compare(
    attribute: Attribute,
    operator: "==" | "!=" | "<" | "<=" | ">" | ">=",
    literal: Scalar,
  ): Condition {
    return this.#intern({ kind: "compare", attribute, operator, literal });
  }

  /** Checks a literal that is compared with the attribute, and notes the attribute's type. */
  #literal(attribute: AttributeNode, literal: Located<Literal>): Scalar | null {
    const { value, span } = literal;
    const type = typeOfValue(value);
    if (attribute.kind === "context") {
      if (!this.#require(attribute, type, attribute.span)) return null;
    } else if (attribute.field === "date") {
      if (typeof value !== "string" || dateToMilliseconds(value) === null) {
        return this.#fail(
          span,
          `\`time.date\` is compared with a date, not ${literalText(value)}`,
          'write a date that exists as `"YYYY-MM-DD"`',
        );
      }
    } else if (typeof value !== "number") {
      return this.#fail(span, `\`time.${attribute.field}\` is a number, not ${typeName(type)}`);
    }
    // JSON and CEL know one zero.
    return value === 0 ? 0 : value;
  }

  #require(attribute: AttributeNode, type: AttributeType, span: Span): boolean {
    if (attribute.kind === "context") return this.#types.require(attribute.name, type, span);
    const own: AttributeType = attribute.field === "date" ? "string" : "number";
    if (own === type) return true;
    this.#fail(
      span,
      `\`time.${attribute.field}\` is ${attribute.field === "date" ? "a date" : "a number"}, used here as ${typeName(type)}`,
    );
    return false;
  }

  #mention(attribute: AttributeNode): boolean {
    return attribute.kind === "time" || this.#types.mention(attribute.name, attribute.span);
  }

  #fail(span: Span, problem: string, help: string | null = null): null {
    this.#report(build["condition-type"](span, { problem }, { help }));
    return null;
  }

  #intern(condition: Condition): Condition {
    const text = conditionText(condition);
    const known = this.#interned.get(text);
    if (known !== undefined) return known;
    this.#interned.set(text, condition);
    return condition;
  }
}

function attributeOf(node: AttributeNode): Attribute {
  return node.kind === "context" ? { kind: "context", name: node.name } : { kind: "time", field: node.field };
}

/** Numbers by value, texts by code point; one list holds one type. */
function compareScalars(a: Scalar, b: Scalar): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareCodePoints(String(a), String(b));
}
