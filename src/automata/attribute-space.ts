/**
 * The space of contexts and times: one variable for each attribute, for each literal that a list may
 * hold, and for `now`.
 *
 * INVARIANT: attributes rank by name, `now` last, whatever the order in which questions mention them;
 * so witnesses do not depend on it.
 */
import type { ContextValue } from "../base/request.ts";
import { compareCodePoints } from "../base/order.ts";
import type { AttributeType, ContextAttribute, PolicySet } from "../ir/ir.ts";
import { boolSets, type BoolSet } from "./bool-set.ts";
import type { Budget } from "./budget.ts";
import { ABSENT, ILL_TYPED, label, type Variable } from "./label.ts";
import { numberSets, type NumberSet } from "./number-set.ts";
import { pointSets } from "./point-set.ts";
import { stringSets, type StringSet } from "./string-set.ts";
import { TimeSets, type TimeSet } from "./time-set.ts";
import { FULL_SET, InternedSets } from "./value-set.ts";

/** An attribute of the context as a dimension. */
export interface AttributeDimension {
  readonly name: string;
  readonly type: AttributeType | null;
  readonly default: ContextValue | null;
  /** The attribute itself; for a list only whether it is there and a list. */
  readonly variable: Variable;
}

interface Dimension extends AttributeDimension {
  type: AttributeType | null;
  readonly variable: { -readonly [K in keyof Variable]: Variable[K] };
}

const everything: number = label(FULL_SET, ABSENT | ILL_TYPED);

export class AttributeSpace {
  readonly bools: InternedSets<BoolSet> = new InternedSets(boolSets);
  readonly numbers: InternedSets<NumberSet> = new InternedSets(numberSets);
  readonly strings: InternedSets<StringSet>;
  readonly times: InternedSets<TimeSet>;
  readonly timeSets: TimeSets;
  /** `now`: absent or an instant. */
  readonly now: Variable;
  readonly #lists: InternedSets<boolean> = new InternedSets(pointSets([]));
  readonly #untyped: InternedSets<boolean> = new InternedSets(pointSets(0));
  readonly #declared: ReadonlyMap<string, ContextAttribute>;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #dimensions: Map<string, Dimension> = new Map<string, Dimension>();
  readonly #members: Map<string, Map<string, Variable>> = new Map<string, Map<string, Variable>>();
  readonly #byVariable: Map<Variable, AttributeDimension> = new Map<Variable, AttributeDimension>();

  constructor(set: Pick<PolicySet, "context" | "timezone">, budget: () => Budget) {
    this.strings = new InternedSets(stringSets(budget));
    this.timeSets = new TimeSets(set.timezone);
    this.times = new InternedSets(this.timeSets.operations);
    this.now = {
      rank: Infinity,
      member: null,
      algebra: this.times,
      universe: label(FULL_SET, ABSENT),
    };
    this.#declared = new Map(set.context.map((a) => [a.name, a]));
    const names = [...this.#declared.keys()].sort(compareCodePoints);
    this.#ranks = new Map(names.map((name, i) => [name, i]));
  }

  /** The dimension of an attribute; one that the set does not declare has the type it is used with. */
  dimension(name: string, usedAs: AttributeType | null): AttributeDimension {
    const known = this.#dimensions.get(name);
    if (known !== undefined) {
      if (known.type === null && usedAs !== null) {
        // Only presence was asked so far: those labels, everything and nothing, are every algebra's.
        known.type = usedAs;
        known.variable.algebra = this.#algebra(usedAs);
      }
      return known;
    }
    const declared = this.#declared.get(name);
    const type = declared?.type ?? usedAs;
    // Undeclared names rank after the declared ones, in the order in which they are first mentioned.
    const rank = this.#ranks.get(name) ?? this.#ranks.size + this.#dimensions.size;
    const dimension: Dimension = {
      name,
      type,
      default: declared?.default ?? null,
      variable: { rank, member: null, algebra: this.#algebra(type), universe: everything },
    };
    this.#dimensions.set(name, dimension);
    this.#byVariable.set(dimension.variable, dimension);
    return dimension;
  }

  /** Whether a list attribute holds a literal, as a variable of its own. */
  member(attribute: AttributeDimension, literal: string): Variable {
    let members = this.#members.get(attribute.name);
    if (members === undefined) {
      members = new Map<string, Variable>();
      this.#members.set(attribute.name, members);
    }
    let variable = members.get(literal);
    if (variable === undefined) {
      variable = {
        rank: attribute.variable.rank,
        member: literal,
        algebra: this.bools,
        universe: label(FULL_SET, 0),
      };
      members.set(literal, variable);
      this.#byVariable.set(variable, attribute);
    }
    return variable;
  }

  /** The attribute that a variable belongs to; `null` for `now`. */
  attributeOf(variable: Variable): AttributeDimension | null {
    return this.#byVariable.get(variable) ?? null;
  }

  #algebra(type: AttributeType | null): Variable["algebra"] {
    switch (type) {
      case "bool":
        return this.bools;
      case "number":
        return this.numbers;
      case "string":
        return this.strings;
      case "list":
        return this.#lists;
      case null:
        return this.#untyped;
    }
  }
}
