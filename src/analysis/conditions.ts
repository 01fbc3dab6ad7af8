/**
 * Conditions as decision diagrams, two for each: where it is true, and where it is not false.
 *
 * INVARIANT: three-valued as LANGUAGE.md §5: a comparison is unknown where its attribute is absent
 * (and has no default) or ill-typed; `has` never is.
 */
import { assertNever } from "../base/invariant.ts";
import { boolSet } from "../automata/bool-set.ts";
import type { AttributeDimension, AttributeSpace } from "../automata/attribute-space.ts";
import { ALWAYS, type Diagram, type Diagrams } from "../automata/decision-diagram.ts";
import { ABSENT, ILL_TYPED, label, type Variable } from "../automata/label.ts";
import { numbersThat } from "../automata/number-set.ts";
import { stringsAmong, stringsThat } from "../automata/string-set.ts";
import { EMPTY_SET, FULL_SET } from "../automata/value-set.ts";
import type { Attribute, AttributeType, CompareOperator, Condition, Scalar, TimeField } from "../ir/ir.ts";

/** Where a condition is true, and where it is true or unknown. */
export interface ConditionRegions {
  readonly isTrue: Diagram;
  readonly notFalse: Diagram;
}

const unconditional: ConditionRegions = { isTrue: ALWAYS, notFalse: ALWAYS };

type Leaf = Exclude<Condition, { kind: "or" | "and" | "not" | "has" }>;

function typeOf(literal: Scalar | undefined): AttributeType {
  return typeof literal === "boolean" ? "bool" : typeof literal === "number" ? "number" : "string";
}

export class ConditionCompiler {
  readonly #space: AttributeSpace;
  readonly #diagrams: Diagrams;
  readonly #known: WeakMap<Condition, ConditionRegions> = new WeakMap<Condition, ConditionRegions>();

  constructor(space: AttributeSpace, diagrams: Diagrams) {
    this.#space = space;
    this.#diagrams = diagrams;
  }

  /** The regions of a condition; `null` is always true. */
  compile(condition: Condition | null): ConditionRegions {
    if (condition === null) return unconditional;
    let regions = this.#known.get(condition);
    if (regions === undefined) {
      regions = this.#compile(condition);
      this.#known.set(condition, regions);
    }
    return regions;
  }

  /** The instants before `end`; an absent `now` is not before it. `null`: no end. */
  before(end: number | null): Diagram {
    if (end === null) return ALWAYS;
    const { timeSets, times, now } = this.#space;
    return this.#diagrams.atom(now, label(times.intern(timeSets.before(end)), 0));
  }

  /** Where `end` has not passed: the instants before it, and an absent `now`. `null`: no end. */
  notPassed(end: number | null): Diagram {
    if (end === null) return ALWAYS;
    const { timeSets, times, now } = this.#space;
    return this.#diagrams.atom(now, label(times.intern(timeSets.before(end)), ABSENT));
  }

  #compile(condition: Condition): ConditionRegions {
    const diagrams = this.#diagrams;
    switch (condition.kind) {
      case "and": {
        const terms = condition.terms.map((t) => this.compile(t));
        return {
          isTrue: diagrams.all(terms.map((t) => t.isTrue)),
          notFalse: diagrams.all(terms.map((t) => t.notFalse)),
        };
      }
      case "or": {
        const terms = condition.terms.map((t) => this.compile(t));
        return {
          isTrue: diagrams.any(terms.map((t) => t.isTrue)),
          notFalse: diagrams.any(terms.map((t) => t.notFalse)),
        };
      }
      case "not": {
        const { isTrue, notFalse } = this.compile(condition.term);
        return { isTrue: diagrams.not(notFalse), notFalse: diagrams.not(isTrue) };
      }
      case "has": {
        const present = this.#presence(condition.attribute);
        return { isTrue: present, notFalse: present };
      }
      default:
        return condition.attribute.kind === "time"
          ? this.#time(condition, condition.attribute.field)
          : this.#context(condition, condition.attribute.name);
    }
  }

  #presence(attribute: Attribute): Diagram {
    if (attribute.kind === "time") return this.#diagrams.atom(this.#space.now, label(FULL_SET, 0));
    const { variable } = this.#space.dimension(attribute.name, null);
    return this.#diagrams.atom(variable, label(FULL_SET, ILL_TYPED));
  }

  #time(leaf: Leaf, field: TimeField): ConditionRegions {
    const { timeSets, times, now } = this.#space;
    const instants = (operator: CompareOperator, literal: Scalar): number =>
      times.intern(timeSets.instantsThat(field, operator, typeof literal === "boolean" ? NaN : literal));
    let set = EMPTY_SET;
    if (leaf.kind === "compare") set = instants(leaf.operator, leaf.literal);
    else if (leaf.kind === "oneOf")
      for (const literal of leaf.literals) set = times.unite(set, instants("==", literal));
    return {
      isTrue: this.#diagrams.atom(now, label(set, 0)),
      notFalse: this.#diagrams.atom(now, label(set, ABSENT)),
    };
  }

  #context(leaf: Leaf, name: string): ConditionRegions {
    switch (leaf.kind) {
      case "compare": {
        const dimension = this.#space.dimension(name, typeOf(leaf.literal));
        return this.#region(dimension, this.#valuesThat(leaf.operator, leaf.literal));
      }
      case "oneOf": {
        const dimension = this.#space.dimension(name, typeOf(leaf.literals[0]));
        return this.#region(dimension, this.#valuesAmong(leaf.literals));
      }
      case "text": {
        const dimension = this.#space.dimension(name, "string");
        return this.#region(dimension, this.#space.strings.intern(stringsThat(leaf.operator, leaf.literal)));
      }
      case "member":
        return this.#membership(this.#space.dimension(name, "list"), leaf.literal);
      default:
        return assertNever(leaf);
    }
  }

  #valuesThat(operator: CompareOperator, literal: Scalar): number {
    const { bools, numbers, strings } = this.#space;
    if (typeof literal === "number") return numbers.intern(numbersThat(operator, literal));
    const algebra = typeof literal === "boolean" ? bools : strings;
    const equal =
      typeof literal === "boolean" ? bools.intern(boolSet(literal)) : strings.intern(stringsAmong([literal]));
    return operator === "!=" ? algebra.complement(equal) : operator === "==" ? equal : EMPTY_SET;
  }

  #valuesAmong(literals: readonly Scalar[]): number {
    const { bools, numbers, strings } = this.#space;
    const [first] = literals;
    if (typeof first === "string") return strings.intern(stringsAmong(literals.map(String)));
    let any = EMPTY_SET;
    for (const literal of literals) {
      any =
        typeof literal === "boolean"
          ? bools.unite(any, bools.intern(boolSet(literal)))
          : numbers.unite(any, numbers.intern(numbersThat("==", Number(literal))));
    }
    return any;
  }

  /** True on these values, unknown on ill-typed ones and, without a default, on absence. */
  #region({ variable, default: fallback }: AttributeDimension, values: number): ConditionRegions {
    const diagrams = this.#diagrams;
    if (fallback === null) {
      return {
        isTrue: diagrams.atom(variable, label(values, 0)),
        notFalse: diagrams.atom(variable, label(values, ABSENT | ILL_TYPED)),
      };
    }
    const absence = this.#holdsFor(variable, values, fallback) ? ABSENT : 0;
    return {
      isTrue: diagrams.atom(variable, label(values, absence)),
      notFalse: diagrams.atom(variable, label(values, absence | ILL_TYPED)),
    };
  }

  #holdsFor(
    variable: Variable,
    values: number,
    fallback: NonNullable<AttributeDimension["default"]>,
  ): boolean {
    if (typeof fallback === "object") return false;
    return variable.algebra.intersect(values, this.#valuesThat("==", fallback)) !== EMPTY_SET;
  }

  #membership(dimension: AttributeDimension, literal: string): ConditionRegions {
    const diagrams = this.#diagrams;
    const { variable, default: fallback } = dimension;
    const isList = diagrams.atom(variable, label(FULL_SET, 0));
    const isAbsent = diagrams.atom(variable, label(EMPTY_SET, ABSENT));
    const isIllTyped = diagrams.atom(variable, label(EMPTY_SET, ILL_TYPED));
    const member = this.#space.member(dimension, literal);
    const holds = diagrams.atom(member, label(this.#space.bools.intern(boolSet(true)), 0));
    const inList = diagrams.and(isList, holds);
    if (fallback === null) {
      return { isTrue: inList, notFalse: diagrams.or(inList, diagrams.not(isList)) };
    }
    const inDefault = typeof fallback === "object" && fallback.includes(literal);
    const isTrue = inDefault ? diagrams.or(inList, isAbsent) : inList;
    return { isTrue, notFalse: diagrams.or(isTrue, isIllTyped) };
  }
}
