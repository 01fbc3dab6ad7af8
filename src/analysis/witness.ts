/**
 * Requests out of names and a region of contexts: the locally shortest one. An attribute is absent if
 * it can be, else it has the shortest value, then the first in code-point order; a value of its own
 * type comes before one of another. `now` is left out if it can be, else it is the earliest.
 */
import type { AttributeSpace } from "../automata/attribute-space.ts";
import { boolSet } from "../automata/bool-set.ts";
import { utf8LengthOf } from "../automata/alphabet.ts";
import { type Diagram, type DiagramEdge, type Diagrams, NEVER } from "../automata/decision-diagram.ts";
import { ABSENT, admitsValues, ILL_TYPED, valuesOf, type Variable } from "../automata/label.ts";
import { EMPTY_SET } from "../automata/value-set.ts";
import { InternalError } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { ContextValue, Request } from "../base/request.ts";
import type { AttributeType } from "../ir/ir.ts";
import type { RequestNames } from "./request-names.ts";

/** The locally shortest request with these names in one of the contexts; `contexts` is not `NEVER`. */
export function requestOf(
  agent: string,
  names: RequestNames,
  contexts: Diagram,
  space: AttributeSpace,
  diagrams: Diagrams,
): Request {
  const context: [string, ContextValue][] = [];
  let now: number | null = null;
  let at = contexts;
  for (let variable = diagrams.variableOf(at); variable !== null; variable = diagrams.variableOf(at)) {
    const edges = diagrams.edgesOf(at).filter((e) => e.to !== NEVER);
    const attribute = space.attributeOf(variable);
    const absent = edges.find((e) => (e.admitted & ABSENT) !== 0);
    if (absent !== undefined) {
      at = absent.to;
    } else if (attribute === null) {
      const { value, to } = leastValue(variable, edges) ?? unsatisfiable();
      now = Number(value);
      at = to;
    } else if (edges.some((e) => admitsValues(e.admitted))) {
      const { value, to } = leastValue(variable, edges) ?? unsatisfiable();
      if (attribute.type === "list") {
        const list = leastList(to, variable.rank, space, diagrams);
        context.push([attribute.name, list.literals]);
        at = list.to;
      } else {
        context.push([attribute.name, value]);
        at = to;
      }
    } else {
      const edge = edges.find((e) => (e.admitted & ILL_TYPED) !== 0) ?? unsatisfiable();
      context.push([attribute.name, illTyped(attribute.type)]);
      at = edge.to;
    }
  }
  if (at === NEVER) unsatisfiable();
  return {
    agent,
    action: String.fromCodePoint(...names.action.codes),
    resource: String.fromCodePoint(...names.resource.codes),
    // `fromEntries` defines names such as `__proto__` like any other.
    ...(context.length === 0 ? {} : { context: Object.fromEntries(context) }),
    ...(now === null ? {} : { now }),
  };
}

function unsatisfiable(): never {
  throw new InternalError("a witness was asked of a region without contexts");
}

/** The shortest value of another type. */
function illTyped(type: AttributeType | null): ContextValue {
  return type === "number" ? "" : 0;
}

function compareValues(a: ContextValue, b: ContextValue): number {
  const x = typeof a === "string" ? a : JSON.stringify(a);
  const y = typeof b === "string" ? b : JSON.stringify(b);
  return utf8LengthOf(x) - utf8LengthOf(y) || compareCodePoints(x, y);
}

function leastValue(
  variable: Variable,
  edges: readonly DiagramEdge[],
): { readonly value: ContextValue; readonly to: Diagram } | null {
  const compare =
    variable.rank === Infinity ? (a: ContextValue, b: ContextValue) => Number(a) - Number(b) : compareValues;
  let best: { readonly value: ContextValue; readonly to: Diagram } | null = null;
  for (const { admitted, to } of edges) {
    if (!admitsValues(admitted)) continue;
    const value = variable.algebra.least(valuesOf(admitted));
    if (best === null || compare(value, best.value) < 0) best = { value, to };
  }
  return best;
}

/** A list as it is put together, its least literal first. */
interface Literals {
  readonly first: string;
  readonly rest: Literals | null;
}

interface ListChoice {
  readonly literals: Literals | null;
  /** Bytes of the literals with their quotes and commas. */
  readonly bytes: number;
  readonly to: Diagram;
}

/** The shortest list that the tests of one attribute's members allow, and what remains to be satisfied. */
function leastList(
  diagram: Diagram,
  rank: number,
  space: AttributeSpace,
  diagrams: Diagrams,
): { readonly literals: readonly string[]; readonly to: Diagram } {
  const known = new Map<Diagram, ListChoice>();
  const holds = space.bools.intern(boolSet(true));
  const lacks = space.bools.intern(boolSet(false));
  // One test a literal: too many for recursion.
  const pending = [diagram];
  for (let at = pending.at(-1); at !== undefined; at = pending.at(-1)) {
    const variable = diagrams.variableOf(at);
    if (variable === null || variable.rank !== rank || variable.member === null) {
      known.set(at, { literals: null, bytes: 0, to: at });
      pending.pop();
      continue;
    }
    const edges = diagrams.edgesOf(at).filter((e) => e.to !== NEVER);
    const unvisited = edges.filter((e) => !known.has(e.to));
    if (unvisited.length > 0) {
      for (const { to } of unvisited) pending.push(to);
      continue;
    }
    let best: ListChoice | null = null;
    for (const { admitted, to } of edges) {
      const rest = known.get(to) ?? unsatisfiable();
      const admits = (set: number): boolean =>
        variable.algebra.intersect(valuesOf(admitted), set) !== EMPTY_SET;
      if (admits(lacks)) best = shorter(best, rest);
      if (admits(holds)) {
        const literals = { first: variable.member, rest: rest.literals };
        const bytes = rest.bytes + utf8LengthOf(JSON.stringify(variable.member)) + 1;
        best = shorter(best, { literals, bytes, to: rest.to });
      }
    }
    known.set(at, best ?? unsatisfiable());
    pending.pop();
  }
  const { literals, to } = known.get(diagram) ?? unsatisfiable();
  return { literals: textsOf(literals), to };
}

function textsOf(literals: Literals | null): string[] {
  const texts: string[] = [];
  for (let at = literals; at !== null; at = at.rest) texts.push(at.first);
  return texts;
}

function shorter(a: ListChoice | null, b: ListChoice): ListChoice {
  if (a === null || b.bytes < a.bytes) return b;
  if (b.bytes > a.bytes) return a;
  const [x, y] = [a, b].map(({ literals }) => JSON.stringify(textsOf(literals)));
  return compareCodePoints(y ?? "", x ?? "") < 0 ? b : a;
}
