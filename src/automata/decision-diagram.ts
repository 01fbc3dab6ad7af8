/**
 * Multi-valued decision diagrams over the attributes of a request, their edges labelled with sets of
 * values. A diagram is a number; equal numbers are equal diagrams.
 *
 * INVARIANT: the edges of a node are disjoint and cover the variable's universe; no two lead to the
 * same node; variables ascend along every path. So a diagram is unsatisfiable exactly when it is
 * `NEVER`. (After R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", 1986.)
 */
import { compareCodePoints } from "../base/order.ts";
import type { Budget } from "./budget.ts";
import { complementLabel, intersectLabels, uniteLabels, type Variable } from "./label.ts";

export type Diagram = number;

/** Satisfied by nothing. */
export const NEVER: Diagram = 0;
/** Satisfied by everything. */
export const ALWAYS: Diagram = 1;

export interface DiagramEdge {
  readonly admitted: number;
  readonly to: Diagram;
}

interface DiagramNode {
  readonly variable: Variable;
  readonly edges: readonly DiagramEdge[];
}

type Operation = "and" | "or" | "minus";

const pairs = 2 ** 26;

/** The order in which diagrams test variables. */
function compareVariables(a: Variable, b: Variable): number {
  if (a === b) return 0;
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.member === null || b.member === null) return a.member === null ? -1 : 1;
  return compareCodePoints(a.member, b.member);
}

export class Diagrams {
  readonly #nodes: (DiagramNode | null)[] = [null, null];
  readonly #ids: Map<string, Diagram> = new Map<string, Diagram>();
  readonly #variableIds: Map<Variable, number> = new Map<Variable, number>();
  readonly #results: Readonly<Record<Operation, Map<number, Diagram>>> = {
    and: new Map<number, Diagram>(),
    or: new Map<number, Diagram>(),
    minus: new Map<number, Diagram>(),
  };
  readonly #budget: () => Budget;

  /** New nodes are charged to the budget of the question at hand. */
  constructor(budget: () => Budget) {
    this.#budget = budget;
  }

  /** The variable is what the label admits. */
  atom(variable: Variable, admitted: number): Diagram {
    return this.#node(variable, [
      { admitted, to: ALWAYS },
      { admitted: complementLabel(variable, admitted), to: NEVER },
    ]);
  }

  and(a: Diagram, b: Diagram): Diagram {
    if (a === NEVER || b === NEVER) return NEVER;
    if (a === ALWAYS || a === b) return b;
    if (b === ALWAYS) return a;
    return this.#apply("and", Math.min(a, b), Math.max(a, b));
  }

  or(a: Diagram, b: Diagram): Diagram {
    if (a === ALWAYS || b === ALWAYS) return ALWAYS;
    if (a === NEVER || a === b) return b;
    if (b === NEVER) return a;
    return this.#apply("or", Math.min(a, b), Math.max(a, b));
  }

  /** `a` and not `b`. */
  minus(a: Diagram, b: Diagram): Diagram {
    if (a === NEVER || b === ALWAYS || a === b) return NEVER;
    if (b === NEVER) return a;
    return this.#apply("minus", a, b);
  }

  not(a: Diagram): Diagram {
    return this.minus(ALWAYS, a);
  }

  /** The variable tested first; `null` for `NEVER` and `ALWAYS`. */
  variableOf(diagram: Diagram): Variable | null {
    return this.#nodes[diagram]?.variable ?? null;
  }

  /** The edges of a diagram's first test; none for `NEVER` and `ALWAYS`. */
  edgesOf(diagram: Diagram): readonly DiagramEdge[] {
    return this.#nodes[diagram]?.edges ?? [];
  }

  #apply(operation: Operation, a: Diagram, b: Diagram): Diagram {
    const key = a * pairs + b;
    const known = this.#results[operation].get(key);
    if (known !== undefined) return known;
    this.#budget().charge(1);
    const left = this.#nodes[a] ?? null;
    const right = this.#nodes[b] ?? null;
    const order = left === null ? 1 : right === null ? -1 : compareVariables(left.variable, right.variable);
    const variable = (order <= 0 ? left : right)?.variable;
    let result = NEVER;
    if (variable !== undefined) {
      const lefts = order <= 0 && left !== null ? left.edges : [{ admitted: variable.universe, to: a }];
      const rights = order >= 0 && right !== null ? right.edges : [{ admitted: variable.universe, to: b }];
      const edges: DiagramEdge[] = [];
      for (const x of lefts) {
        for (const y of rights) {
          const admitted = intersectLabels(variable, x.admitted, y.admitted);
          if (admitted !== 0) edges.push({ admitted, to: this[operation](x.to, y.to) });
        }
      }
      result = this.#node(variable, edges);
    }
    this.#results[operation].set(key, result);
    return result;
  }

  #node(variable: Variable, edges: readonly DiagramEdge[]): Diagram {
    const byTarget = new Map<Diagram, number>();
    for (const { admitted, to } of edges) {
      if (admitted === 0) continue;
      const known = byTarget.get(to);
      byTarget.set(to, known === undefined ? admitted : uniteLabels(variable, known, admitted));
    }
    const merged = [...byTarget].sort(([a], [b]) => a - b).map(([to, admitted]) => ({ admitted, to }));
    const [only] = merged;
    if (only === undefined) return NEVER;
    if (merged.length === 1) return only.to;

    let variableId = this.#variableIds.get(variable);
    if (variableId === undefined) {
      variableId = this.#variableIds.size;
      this.#variableIds.set(variable, variableId);
    }
    const key = `${variableId}|${merged.map((e) => `${e.admitted}>${e.to}`).join(",")}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#budget().charge(1);
    const id = this.#nodes.length;
    this.#nodes.push({ variable, edges: merged });
    this.#ids.set(key, id);
    return id;
  }
}
