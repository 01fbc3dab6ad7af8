/**
 * The types of context attributes: declared in `sentrely.yaml`, else inferred from what is done
 * with them (LANGUAGE.md §5).
 *
 * INVARIANT: an attribute has one type across the set, tests included.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { AttributeType, ConfigNode } from "../syntax/ast.ts";
import type { ContextAttribute } from "./ir.ts";
import { irMessages } from "./messages.ts";
import { renaming } from "./names.ts";

const { build } = irMessages;

interface Known {
  type: AttributeType | null;
  /** Where the type was declared or first inferred. */
  place: Span;
  readonly declared: boolean;
  readonly default: ContextAttribute["default"];
}

const typeNames: { readonly [T in AttributeType]: string } = {
  bool: "a boolean",
  number: "a number",
  string: "a string",
  list: "a list of strings",
};

/** `a string`, for messages. */
export function typeName(type: AttributeType): string {
  return typeNames[type];
}

/** The type of a scalar literal or default. */
export function typeOfValue(value: string | number | boolean | readonly string[]): AttributeType {
  switch (typeof value) {
    case "string":
      return "string";
    case "number":
      return "number";
    case "boolean":
      return "bool";
    default:
      return "list";
  }
}

export class AttributeTypes {
  #known: Map<string, Known> = new Map<string, Known>();
  readonly #closed: boolean;
  readonly #report: Report;

  constructor(declarations: ConfigNode["context"], report: Report) {
    this.#report = report;
    this.#closed = declarations.length > 0;
    for (const { name, type, default: value } of declarations) {
      const fits = value === null || typeOfValue(value.value) === type;
      if (!fits) {
        const problem = `the default of \`${name.value}\` is ${typeName(typeOfValue(value.value))}, not ${typeName(type)}`;
        report(build["condition-type"](value.span, { problem }));
      }
      this.#known.set(name.value, {
        type,
        place: name.span,
        declared: true,
        default: fits && value !== null ? value.value : null,
      });
    }
  }

  /** Notes that `has(…)` speaks of the attribute. False when it is reported as undeclared. */
  mention(name: string, span: Span): boolean {
    if (this.#known.has(name)) return true;
    if (this.#closed) {
      const near = suggest(name, this.#known.keys());
      const help =
        near === null ? "declare it under `context:` in `sentrely.yaml`" : `did you mean \`${near}\`?`;
      const value = `context.${name}`;
      const fixes = near === null ? [] : renaming({ value, span }, `context.${near}`);
      this.#report(
        build["undefined-reference"](span, { what: "context attribute", name: value }, { help, fixes }),
      );
      return false;
    }
    this.#known.set(name, { type: null, place: span, declared: false, default: null });
    return true;
  }

  /** Notes that the attribute is used with this type. False when that was reported as an error. */
  require(name: string, type: AttributeType, span: Span): boolean {
    if (!this.mention(name, span)) return false;
    const known = this.#known.get(name);
    if (known === undefined || known.type === type) return true;
    if (known.type === null) {
      known.type = type;
      known.place = span;
      return true;
    }
    const problem = `\`context.${name}\` is ${typeName(known.type)}, used here as ${typeName(type)}`;
    const message = known.declared ? "declared here" : `first used here as ${typeName(known.type)}`;
    const help =
      known.type === "list" && type === "string"
        ? `to look into a list, write \`"…" in context.${name}\``
        : null;
    this.#report(
      build["condition-type"](span, { problem }, { related: [{ message, span: known.place }], help }),
    );
    return false;
  }

  /** Runs `work` and forgets what it inferred: a sentence asked from outside is no part of the set. */
  apart<T>(work: () => T): T {
    const before = this.#known;
    this.#known = new Map([...before].map(([name, known]) => [name, { ...known }]));
    try {
      return work();
    } finally {
      this.#known = before;
    }
  }

  /** Every attribute declared or mentioned so far, sorted by name. */
  attributes(): ContextAttribute[] {
    return [...this.#known]
      .map(([name, { type, default: value }]) => ({
        name,
        type,
        default: value !== null && typeof value === "object" ? [...value] : value,
      }))
      .sort((a, b) => compareCodePoints(a.name, b.name));
  }
}
