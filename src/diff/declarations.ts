/**
 * The context attributes of two sets as one: which mean the same on both sides, and how the others are
 * told apart.
 *
 * INVARIANT: an attribute is one value of a request. Where the sides give it different types it has one
 * variable for each type, and `typedApart` says which pairs of readings one value can have.
 */
import { compareCodePoints } from "../base/order.ts";
import type { Condition, ContextAttribute, PolicySet } from "../ir/ir.ts";
import type { SideName } from "./side.ts";

/** What one side says of an attribute that the sides do not read alike. */
export interface OwnReading {
  /** The name of its variable in the common space. */
  readonly variable: string;
  readonly default: ContextAttribute["default"];
}

export interface Declarations {
  /** The attributes of the common space. */
  readonly attributes: readonly ContextAttribute[];
  /** Attributes that the sides read differently, by name. */
  readonly apart: ReadonlyMap<string, { readonly [S in SideName]: OwnReading }>;
  /** Those whose types differ: the variables of base and head. */
  readonly typedApart: readonly { readonly name: string; readonly base: string; readonly head: string }[];
  /** Whether local time is another on the two sides. */
  readonly zonesDiffer: boolean;
}

// No name of the language holds this, and a name with it sorts right after the name itself.
const mark = "\u0000";

/** The attribute that a variable of the common space stands for. */
export function attributeOfVariable(variable: string): string {
  return variable.endsWith(mark) ? variable.slice(0, -mark.length) : variable;
}

/** Puts the declarations of two sets together. */
export function mergeDeclarations(base: PolicySet, head: PolicySet): Declarations {
  const attributes: ContextAttribute[] = [];
  const apart = new Map<string, { readonly [S in SideName]: OwnReading }>();
  const typedApart: { name: string; base: string; head: string }[] = [];
  const ofHead = new Map(head.context.map((a) => [a.name, a]));
  const ofBase = new Map(base.context.map((a) => [a.name, a]));
  for (const name of [...new Set([...ofBase.keys(), ...ofHead.keys()])].sort(compareCodePoints)) {
    const old = ofBase.get(name);
    const now = ofHead.get(name);
    const only = old === undefined ? now : now === undefined ? old : undefined;
    if (only !== undefined) {
      attributes.push(only);
      continue;
    }
    if (old === undefined || now === undefined) continue;
    const sameType = old.type === null || now.type === null || old.type === now.type;
    if (sameType && JSON.stringify(old.default) === JSON.stringify(now.default)) {
      attributes.push({ ...old, type: old.type ?? now.type });
      continue;
    }
    const second = sameType ? name : name + mark;
    attributes.push({ name, type: sameType ? (old.type ?? now.type) : old.type, default: null });
    if (!sameType) {
      attributes.push({ name: second, type: now.type, default: null });
      typedApart.push({ name, base: name, head: second });
    }
    apart.set(name, {
      base: { variable: name, default: old.default },
      head: { variable: second, default: now.default },
    });
  }
  return {
    attributes,
    apart,
    typedApart,
    zonesDiffer: JSON.stringify(base.timezone.offsets) !== JSON.stringify(head.timezone.offsets),
  };
}

/** Whether a condition may mean something else on the other side. */
export function isReadApart(condition: Condition, declarations: Declarations): boolean {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.terms.some((term) => isReadApart(term, declarations));
    case "not":
      return isReadApart(condition.term, declarations);
    default: {
      const { attribute } = condition;
      if (attribute.kind === "time") return declarations.zonesDiffer;
      return declarations.apart.has(attribute.name);
    }
  }
}
