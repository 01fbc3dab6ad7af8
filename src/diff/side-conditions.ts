/**
 * The conditions of one side as diagrams of the space that both sides share.
 *
 * INVARIANT: a condition means what it means on its own side: its defaults, its types, its time zone.
 * Defaults and types only change how a condition is compiled, never the space.
 */
import { ABSENT, label, type Variable } from "../automata/label.ts";
import { ALWAYS, type Diagram, type Diagrams, NEVER } from "../automata/decision-diagram.ts";
import { EMPTY_SET, FULL_SET, type InternedSets } from "../automata/value-set.ts";
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { ConditionRegions } from "../analysis/conditions.ts";
import type { Attribute, Condition, Scalar, TimeField, TimeZone } from "../ir/ir.ts";
import { type Declarations, isReadApart } from "./declarations.ts";
import type { JointTimes, JointTimeSet } from "./joint-time.ts";
import type { SideName } from "./side.ts";

type Leaf = Exclude<Condition, { kind: "or" | "and" | "not" | "has" }>;

/** `now` where the sides have different zones: one variable, read by both. */
export interface JointNow {
  readonly times: JointTimes;
  readonly sets: InternedSets<JointTimeSet>;
  readonly variable: Variable;
}

export class SideConditions {
  readonly #side: SideName;
  readonly #context: AnalysisContext;
  readonly #declarations: Declarations;
  readonly #zone: TimeZone;
  readonly #now: JointNow | null;
  readonly #known: WeakMap<Condition, ConditionRegions> = new WeakMap<Condition, ConditionRegions>();
  readonly #apart: WeakMap<Condition, boolean> = new WeakMap<Condition, boolean>();

  /** `now`: given when the zones differ. */
  constructor(
    side: SideName,
    context: AnalysisContext,
    declarations: Declarations,
    zone: TimeZone,
    now: JointNow | null,
  ) {
    this.#side = side;
    this.#context = context;
    this.#declarations = declarations;
    this.#zone = zone;
    this.#now = now;
  }

  /** Whether the other side may read the condition otherwise. */
  isApart(condition: Condition | null): boolean {
    if (condition === null) return false;
    let result = this.#apart.get(condition);
    if (result === undefined) {
      result = isReadApart(condition, this.#declarations);
      this.#apart.set(condition, result);
    }
    return result;
  }

  /** The regions of a condition of this side; `null` is always true. */
  compile(condition: Condition | null): ConditionRegions {
    if (condition === null || !this.isApart(condition)) return this.#context.conditions.compile(condition);
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
    if (this.#now === null) return this.#context.conditions.before(end);
    const { times, sets, variable } = this.#now;
    return this.#context.diagrams.atom(variable, label(sets.intern(times.before(end)), 0));
  }

  /** Where `end` has not passed: before it, or without `now`. */
  notPassed(end: number | null): Diagram {
    if (end === null) return ALWAYS;
    const absent = this.#diagrams.not(this.#present());
    return this.#diagrams.or(this.before(end), absent);
  }

  get #diagrams(): Diagrams {
    return this.#context.diagrams;
  }

  #present(): Diagram {
    return this.#diagrams.atom(this.#now?.variable ?? this.#context.space.now, label(FULL_SET, 0));
  }

  #compile(condition: Condition): ConditionRegions {
    const diagrams = this.#diagrams;
    switch (condition.kind) {
      case "and":
      case "or": {
        const terms = condition.terms.map((term) => this.compile(term));
        const join = (list: Diagram[]): Diagram =>
          condition.kind === "and" ? diagrams.all(list) : diagrams.any(list);
        return { isTrue: join(terms.map((t) => t.isTrue)), notFalse: join(terms.map((t) => t.notFalse)) };
      }
      case "not": {
        const { isTrue, notFalse } = this.compile(condition.term);
        return { isTrue: diagrams.not(notFalse), notFalse: diagrams.not(isTrue) };
      }
      case "has": {
        if (condition.attribute.kind === "time") {
          const present = this.#present();
          return { isTrue: present, notFalse: present };
        }
        const attribute = this.#variableOf(condition.attribute);
        return this.#context.conditions.compile({ kind: "has", attribute });
      }
      default:
        return condition.attribute.kind === "time"
          ? this.#time(condition, condition.attribute.field)
          : this.#withDefault(condition, condition.attribute.name);
    }
  }

  #variableOf(attribute: Attribute): Attribute {
    if (attribute.kind === "time") return attribute;
    const reading = this.#declarations.apart.get(attribute.name)?.[this.#side];
    return reading === undefined ? attribute : { kind: "context", name: reading.variable };
  }

  /** The comparison as it is without a default, and on absence what it says of the default. */
  #withDefault(leaf: Leaf, name: string): ConditionRegions {
    const diagrams = this.#diagrams;
    const attribute = this.#variableOf(leaf.attribute);
    const { isTrue, notFalse } = this.#context.conditions.compile({ ...leaf, attribute });
    const fallback = this.#declarations.apart.get(name)?.[this.#side].default ?? null;
    if (fallback === null) return { isTrue, notFalse };
    const present = this.#context.conditions.compile({ kind: "has", attribute }).isTrue;
    if (this.#holdsFor(leaf, attribute, isTrue, fallback)) {
      const absent = diagrams.not(present);
      return { isTrue: diagrams.or(isTrue, absent), notFalse: diagrams.or(notFalse, absent) };
    }
    return { isTrue: diagrams.and(isTrue, present), notFalse: diagrams.and(notFalse, present) };
  }

  /** Whether the comparison is true of a value. */
  #holdsFor(leaf: Leaf, attribute: Attribute, isTrue: Diagram, value: Scalar | readonly string[]): boolean {
    if (typeof value === "object") return leaf.kind === "member" && value.includes(leaf.literal);
    const equal = this.#context.conditions.compile({
      kind: "compare",
      attribute,
      operator: "==",
      literal: value,
    });
    return this.#diagrams.and(isTrue, equal.isTrue) !== NEVER;
  }

  #time(leaf: Leaf, field: TimeField): ConditionRegions {
    if (this.#now === null) return this.#context.conditions.compile(leaf);
    const { times, sets, variable } = this.#now;
    const instants = (
      operator: "==" | Extract<Leaf, { kind: "compare" }>["operator"],
      literal: Scalar,
    ): number =>
      typeof literal === "boolean"
        ? EMPTY_SET
        : sets.intern(times.instantsThat(this.#zone, field, operator, literal));
    let set = EMPTY_SET;
    if (leaf.kind === "compare") set = instants(leaf.operator, leaf.literal);
    else if (leaf.kind === "oneOf") {
      for (const literal of leaf.literals) set = sets.unite(set, instants("==", literal));
    }
    return {
      isTrue: this.#diagrams.atom(variable, label(set, 0)),
      notFalse: this.#diagrams.atom(variable, label(set, ABSENT)),
    };
  }
}
