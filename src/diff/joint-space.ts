/**
 * The space of requests that a comparison asks about: the globs, contexts and times of both sides in
 * one library and one set of diagrams.
 *
 * INVARIANT: a request has one place in it, whichever side reads it. Binding shapes are those of one
 * side; where the sides' differ there is a space for each, and `fitting` says what the other admits.
 */
import { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import type { RequestNames } from "../analysis/request-names.ts";
import { requestOf } from "../analysis/witness.ts";
import { ALWAYS, type Diagram } from "../automata/decision-diagram.ts";
import { ABSENT, ILL_TYPED, label } from "../automata/label.ts";
import { EMPTY_SET, FULL_SET, InternedSets } from "../automata/value-set.ts";
import type { Request } from "../base/request.ts";
import type { PolicySet } from "../ir/ir.ts";
import { attributeOfVariable, type Declarations, mergeDeclarations } from "./declarations.ts";
import { JointTimes } from "./joint-time.ts";
import { shapeBoxes } from "./shape-boxes.ts";
import { type JointNow, SideConditions } from "./side-conditions.ts";
import { otherSide, type SideName } from "./side.ts";

export class JointSpace {
  readonly context: AnalysisContext;
  readonly conditions: { readonly [S in SideName]: SideConditions };
  /** The contexts that there are: with an attribute typed apart, not all combinations of readings. */
  readonly possible: Diagram;
  /** What the other side's shapes admit, as a union of boxes; `null` where both have the same. */
  readonly fitting: readonly Box[] | null;
  readonly #declarations: Declarations;

  /** `shapes`: whose binding shapes make requests invalid. */
  constructor(base: PolicySet, head: PolicySet, shapes: SideName) {
    const sides = { base, head };
    const declarations = mergeDeclarations(base, head);
    this.#declarations = declarations;
    this.context = new AnalysisContext({
      ...sides[shapes],
      agents: [],
      statements: [],
      context: declarations.attributes,
    });
    const now = declarations.zonesDiffer ? jointNow() : null;
    this.conditions = {
      base: new SideConditions("base", this.context, declarations, base.timezone, now),
      head: new SideConditions("head", this.context, declarations, head.timezone, now),
    };
    this.possible = this.#possible();
    const other = sides[otherSide(shapes)].services;
    this.fitting = sameShapes(base, head) ? null : shapeBoxes(other, this.context);
  }

  /** The locally shortest request with these names in one of the contexts, which are not `NEVER`. */
  requestOf(agent: string, names: RequestNames, contexts: Diagram): Request {
    const { space, diagrams } = this.context;
    const found = requestOf(agent, names, contexts, space, diagrams);
    if (this.#declarations.typedApart.length === 0 || found.context === undefined) return found;
    const values = found.context;
    const context = new Map<string, unknown>();
    for (const [variable, value] of Object.entries(values)) {
      const name = attributeOfVariable(variable);
      const pair = this.#declarations.typedApart.find((p) => p.name === name);
      if (pair === undefined) context.set(name, value);
      else if (!context.has(name)) {
        // One reading has a value of its type, or neither has, which `null` is.
        const well = [pair.base, pair.head].filter((v) => this.#isWellTyped(v, values[v]));
        context.set(name, well[0] === undefined ? null : values[well[0]]);
      }
    }
    return { ...found, context: Object.fromEntries(context) };
  }

  #isWellTyped(variable: string, value: unknown): boolean {
    const type = this.#declarations.attributes.find((a) => a.name === variable)?.type;
    if (type === "list") return Array.isArray(value);
    return typeof value === (type === "bool" ? "boolean" : type);
  }

  #possible(): Diagram {
    const { diagrams, space } = this.context;
    const pairs = this.#declarations.typedApart.map(({ base, head }) => {
      const [one, two] = [base, head].map((name) => space.dimension(name, null).variable);
      if (one === undefined || two === undefined) return ALWAYS;
      const both = (a: number, b: number): Diagram =>
        diagrams.and(diagrams.atom(one, a), diagrams.atom(two, b));
      const [absent, ill, value] = [
        label(EMPTY_SET, ABSENT),
        label(EMPTY_SET, ILL_TYPED),
        label(FULL_SET, 0),
      ] as const;
      return diagrams.any([both(absent, absent), both(value, ill), both(ill, value), both(ill, ill)]);
    });
    return diagrams.all(pairs);
  }
}

/** Whether the same requests are invalid for want of a shape. */
export function sameShapes(base: PolicySet, head: PolicySet): boolean {
  const text = ({ services }: PolicySet): string =>
    JSON.stringify(
      services.map((s) => [
        s.name,
        s.shapes.map(({ parts }) => parts),
        s.actions.map((a) => [a.action, a.shapes.map(({ parts }) => parts)]),
      ]),
    );
  return base.services === head.services || text(base) === text(head);
}

function jointNow(): JointNow {
  const times = new JointTimes();
  const sets = new InternedSets(times.operations);
  const variable = { rank: Infinity, member: null, algebra: sets, universe: label(FULL_SET, ABSENT) };
  return { times, sets, variable };
}
