/**
 * Multi-valued decision diagrams over the attributes of a request, their edges labelled with sets of
 * values. A diagram is a number; equal numbers are equal diagrams.
 *
 * INVARIANT: the edges of a node are disjoint and cover the variable's universe; no two lead to the
 * same node; variables ascend along every path. So a diagram is unsatisfiable exactly when it is
 * `NEVER`. (After R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", 1986.)
 */
import { assertNever, defined } from "../base/invariant.ts";
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

/** An operation under way: the results of its first parts are its first edges. */
interface Step {
  readonly a: Diagram;
  readonly b: Diagram;
  readonly variable: Variable;
  readonly parts: readonly { readonly admitted: number; readonly a: Diagram; readonly b: Diagram }[];
  readonly edges: DiagramEdge[];
}

const pairs = 2 ** 26;

function keyOf(operation: Operation, a: Diagram, b: Diagram): number {
  return operation !== "minus" && a > b ? b * pairs + a : a * pairs + b;
}

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
    return this.#apply("and", a, b);
  }

  or(a: Diagram, b: Diagram): Diagram {
    return this.#apply("or", a, b);
  }

  /** `a` and not `b`. */
  minus(a: Diagram, b: Diagram): Diagram {
    return this.#apply("minus", a, b);
  }

  not(a: Diagram): Diagram {
    return this.minus(ALWAYS, a);
  }

  /** The conjunction of several. */
  all(diagrams: readonly Diagram[]): Diagram {
    return this.#fold(diagrams, ALWAYS, (a, b) => this.and(a, b));
  }

  /** The disjunction of several. */
  any(diagrams: readonly Diagram[]): Diagram {
    return this.#fold(diagrams, NEVER, (a, b) => this.or(a, b));
  }

  /** The variable tested first; `null` for `NEVER` and `ALWAYS`. */
  variableOf(diagram: Diagram): Variable | null {
    return this.#nodes[diagram]?.variable ?? null;
  }

  /** The edges of a diagram's first test; none for `NEVER` and `ALWAYS`. */
  edgesOf(diagram: Diagram): readonly DiagramEdge[] {
    return this.#nodes[diagram]?.edges ?? [];
  }

  /** Halves first: one by one, n tests of n attributes would cost n² steps. */
  #fold(
    diagrams: readonly Diagram[],
    neutral: Diagram,
    combine: (a: Diagram, b: Diagram) => Diagram,
  ): Diagram {
    let level = diagrams;
    while (level.length > 1) {
      const next: Diagram[] = [];
      for (let i = 0; i < level.length; i += 2)
        next.push(combine(level[i] ?? neutral, level[i + 1] ?? neutral));
      level = next;
    }
    return level[0] ?? neutral;
  }

  /** By a stack of its own: a chain of tests may be longer than the machine's. */
  #apply(operation: Operation, a: Diagram, b: Diagram): Diagram {
    const known = this.#known(operation, a, b);
    if (known !== null) return known;
    const results = this.#results[operation];
    const stack = [this.#step(a, b)];
    for (;;) {
      const step = stack.at(-1);
      if (step === undefined) break;
      const part = step.parts[step.edges.length];
      if (part === undefined) {
        results.set(keyOf(operation, step.a, step.b), this.#node(step.variable, step.edges));
        stack.pop();
        continue;
      }
      const to = this.#known(operation, part.a, part.b);
      if (to === null) stack.push(this.#step(part.a, part.b));
      else step.edges.push({ admitted: part.admitted, to });
    }
    return defined(results.get(keyOf(operation, a, b)), "the result of an operation on diagrams");
  }

  /** The result, if it is obvious or was computed before. */
  #known(operation: Operation, a: Diagram, b: Diagram): Diagram | null {
    switch (operation) {
      case "and":
        if (a === NEVER || b === NEVER) return NEVER;
        if (a === ALWAYS || a === b) return b;
        if (b === ALWAYS) return a;
        break;
      case "or":
        if (a === ALWAYS || b === ALWAYS) return ALWAYS;
        if (a === NEVER || a === b) return b;
        if (b === NEVER) return a;
        break;
      case "minus":
        if (a === NEVER || b === ALWAYS || a === b) return NEVER;
        if (b === NEVER) return a;
        break;
      default:
        assertNever(operation);
    }
    return this.#results[operation].get(keyOf(operation, a, b)) ?? null;
  }

  /** Splits two diagrams, of which one tests a variable, by the first variable that either tests. */
  #step(a: Diagram, b: Diagram): Step {
    this.#budget().charge(1);
    const left = this.#nodes[a] ?? null;
    const right = this.#nodes[b] ?? null;
    const order = left === null ? 1 : right === null ? -1 : compareVariables(left.variable, right.variable);
    const { variable } = defined((order <= 0 ? left : right) ?? undefined, "a diagram that tests something");
    const lefts = order <= 0 && left !== null ? left.edges : [{ admitted: variable.universe, to: a }];
    const rights = order >= 0 && right !== null ? right.edges : [{ admitted: variable.universe, to: b }];
    const parts: Step["parts"][number][] = [];
    for (const x of lefts) {
      for (const y of rights) {
        const admitted = intersectLabels(variable, x.admitted, y.admitted);
        if (admitted !== 0) parts.push({ admitted, a: x.to, b: y.to });
      }
    }
    return { a, b, variable, parts, edges: [] };
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
