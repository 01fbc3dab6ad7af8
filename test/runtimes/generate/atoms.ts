/** What a set's conditions speak of: attributes with the literals beside them, dates, hours. */
import type { Condition, PolicySet, Scalar, TimeField } from "../../../src/ir/ir.ts";

export interface Atoms {
  /** Literals by name of a context attribute, its default among them. */
  readonly context: ReadonlyMap<string, { readonly literals: readonly Scalar[]; readonly isList: boolean }>;
  /** Literals by field of `time`. */
  readonly time: ReadonlyMap<TimeField, readonly Scalar[]>;
}

export function atomsOf(set: PolicySet): Atoms {
  const context = new Map<string, { literals: Set<Scalar>; isList: boolean }>();
  const time = new Map<TimeField, Set<Scalar>>();
  const attributeOf = (name: string): { literals: Set<Scalar>; isList: boolean } => {
    const known = context.get(name) ?? { literals: new Set<Scalar>(), isList: false };
    context.set(name, known);
    return known;
  };
  const visit = (condition: Condition): void => {
    if (condition.kind === "and" || condition.kind === "or") return condition.terms.forEach(visit);
    if (condition.kind === "not") return visit(condition.term);
    const literals =
      condition.kind === "oneOf" ? condition.literals : condition.kind === "has" ? [] : [condition.literal];
    if (condition.attribute.kind === "time") {
      const { field } = condition.attribute;
      time.set(field, new Set([...(time.get(field) ?? []), ...literals]));
      return;
    }
    const attribute = attributeOf(condition.attribute.name);
    for (const literal of literals) attribute.literals.add(literal);
    if (condition.kind === "member") attribute.isList = true;
  };
  for (const { condition } of set.statements) if (condition !== null) visit(condition);
  for (const { name, type, default: given } of set.context) {
    const attribute = attributeOf(name);
    if (type === "list") attribute.isList = true;
    if (given === null) continue;
    for (const one of typeof given === "object" ? given : [given]) attribute.literals.add(one);
  }
  return {
    context: new Map(
      [...context].map(([name, { literals, isList }]) => [name, { literals: [...literals], isList }]),
    ),
    time: new Map([...time].map(([field, literals]) => [field, [...literals]])),
  };
}
