/**
 * Conditions that bound a number on one side only: what they admit goes on without end on the other.
 *
 * A number is open below when, for some values of everything else, the condition is true for all numbers
 * below every bound that it mentions and for none above them; open above likewise.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Witness } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import { type Diagram, type Diagrams, NEVER } from "../automata/decision-diagram.ts";
import { label, type Variable } from "../automata/label.ts";
import { numbersThat } from "../automata/number-set.ts";
import type { CompareOperator, Condition } from "../ir/ir.ts";
import { boxFilter } from "./box-filter.ts";
import { type HeldGrant, leftWitness } from "./left-ungated.ts";
import type { LintContext } from "./lint-context.ts";

export interface HalfOpenBound {
  /** The name of a `context` attribute. */
  readonly attribute: string;
  readonly side: "below" | "above";
  readonly help: string;
  readonly witness: Witness | null;
}

/** Literals that an attribute is compared with by order. */
interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * The first number, by name, that the grant's condition leaves open on one side where a request of one of
 * the regions is allowed without approval; such a request is the witness.
 */
export function halfOpenBound(
  context: LintContext,
  held: HeldGrant,
  regions: () => readonly Box[],
  rules: readonly string[],
): HalfOpenBound | null {
  const { grant, agent } = held;
  const { analysis } = context;
  if (grant.condition === null) return null;
  const bounds = boundsOf(grant.condition);
  if (bounds.size === 0) return null;
  const box = analysis.grantBox(grant, agent.expires);
  const filter = context.share(boxFilter);
  const touched = regions().filter((region) => filter.mayMeet(region, box));
  const { denies, gates } = analysis.boxesOf(agent);
  for (const [attribute, { least, most }] of bounds) {
    for (const side of ["below", "above"] as const) {
      for (const region of touched) {
        const open: Box = {
          ...box,
          condition: () =>
            analysis.diagrams.and(
              box.condition(),
              openSide(context, grant.condition, attribute, side, { least, most }),
            ),
        };
        const text = (): string => `does \`${grant.id}\` bound \`context.${attribute}\` ${side}`;
        const answer = context.ask(
          { positives: [open, region], negatives: [...denies, ...gates] },
          rules,
          text,
        );
        if (answer.kind !== "witness") continue;
        const help = `bound it on both sides, such as \`${closed(attribute, side, { least, most })}\``;
        return { attribute, side, help, witness: leftWitness(context, held, answer, rules, text) };
      }
    }
  }
  return null;
}

/** By the attribute's name. */
function boundsOf(condition: Condition): ReadonlyMap<string, Bounds> {
  const found = new Map<string, Bounds>();
  const visit = (term: Condition): void => {
    if (term.kind === "and" || term.kind === "or") for (const one of term.terms) visit(one);
    else if (term.kind === "not") visit(term.term);
    else if (term.kind === "compare" && isOrder(term.operator) && typeof term.literal === "number") {
      const { attribute, literal } = term;
      if (attribute.kind !== "context") return;
      const { least, most } = found.get(attribute.name) ?? { least: literal, most: literal };
      found.set(attribute.name, { least: Math.min(least, literal), most: Math.max(most, literal) });
    }
  };
  visit(condition);
  return new Map([...found].sort(([a], [b]) => compareCodePoints(a, b)));
}

function isOrder(operator: CompareOperator): boolean {
  return operator !== "==" && operator !== "!=";
}

/** The contexts beyond all bounds on that side which satisfy the condition as those on the other do not. */
function openSide(
  { analysis: { conditions, diagrams, space } }: LintContext,
  condition: Condition | null,
  attribute: string,
  side: "below" | "above",
  { least, most }: Bounds,
): Diagram {
  const { isTrue } = conditions.compile(condition);
  const { variable } = space.dimension(attribute, "number");
  const beyond = (operator: "<" | ">", bound: number): Diagram =>
    diagrams.and(
      isTrue,
      diagrams.atom(variable, label(space.numbers.intern(numbersThat(operator, bound)), 0)),
    );
  // A bound of fifty is missed by the numbers below nought, not by those below fifty.
  const below = beyond("<", Math.min(least, 0));
  const above = beyond(">", most);
  const [open, other] = side === "below" ? [below, above] : [above, below];
  if (open === NEVER || other === NEVER) return open;
  return diagrams.minus(open, forget(other, variable, diagrams));
}

/** Where the diagram is satisfied for some value of the variable. */
function forget(diagram: Diagram, variable: Variable, diagrams: Diagrams): Diagram {
  const known = new Map<Diagram, Diagram>();
  // A chain of tests may be longer than the machine's stack.
  const pending = [diagram];
  for (let at = pending.at(-1); at !== undefined; at = pending.at(-1)) {
    const tested = diagrams.variableOf(at);
    const edges = diagrams.edgesOf(at);
    const unvisited = edges.filter(({ to }) => !known.has(to));
    if (unvisited.length > 0) {
      for (const { to } of unvisited) pending.push(to);
      continue;
    }
    pending.pop();
    const parts = edges.map(({ admitted, to }) => {
      const rest = known.get(to) ?? NEVER;
      return tested === null || tested === variable
        ? rest
        : diagrams.and(diagrams.atom(tested, admitted), rest);
    });
    known.set(at, tested === null ? at : diagrams.any(parts));
  }
  return known.get(diagram) ?? NEVER;
}

/** The bounds with an end put to the open side. */
function closed(attribute: string, side: "below" | "above", { least, most }: Bounds): string {
  const name = `context.${attribute}`;
  if (side === "below")
    return `${name} >= ${most > 0 ? "0" : String(most - 1)} && ${name} <= ${String(most)}`;
  return `${name} >= ${String(least)} && ${name} <= ${String(Math.max(2 * least, least + 1))}`;
}
