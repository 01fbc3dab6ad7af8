/**
 * The worst case of one request: how many steps matching can take, whatever the request.
 *
 * A step is one character compared or one position visited. A glob's text before its first wildcard is
 * compared once; from the first wildcard on, each part is tried at each position of a name of 4,096
 * bytes. An agent's bound is the sum over the globs of its statements, the set's the largest of these,
 * with the shapes of one service and action on top.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Agent, Glob, PolicySet, Shape, Statement } from "../ir/ir.ts";
import { bundleMessages } from "./messages.ts";

/** Positions in the longest valid name, its end included. */
const positions = 4096 + 1;

/** A set over this does not build. */
export const maxSteps: number = 2 ** 34;

/** The most steps that any one request can take. */
export function stepBound(set: PolicySet): number {
  const statements = statementCosts(set);
  const shapes = set.services.flatMap((service) => [service.shapes, ...service.actions.map((a) => a.shapes)]);
  return (
    greatest(set.agents.map((agent) => agentCost(agent, statements))) +
    greatest(shapes.map((alternatives) => sum(alternatives.map(shapeCost))))
  );
}

/** Reports each agent whose bound is over the limit, with the statements that cost most. */
export function checkStepBound(set: PolicySet, report: Report): void {
  const costs = statementCosts(set);
  for (const agent of set.agents) {
    const bound = agentCost(agent, costs);
    if (bound <= maxSteps) continue;
    const dearest = heldBy(agent)
      .map((statement) => ({ statement, cost: costs.get(statement) ?? 0 }))
      .sort((a, b) => b.cost - a.cost || compareCodePoints(a.statement.id, b.statement.id))
      .slice(0, 3);
    report(
      bundleMessages.build["step-bound"](
        agent.place,
        { agent: agent.name, bound, limit: maxSteps },
        {
          help: "begin patterns with text rather than a wildcard, and use fewer `**`",
          related: dearest.map(({ statement, cost }) => ({
            message: `up to ${cost} steps`,
            span: statement.place.span,
          })),
        },
      ),
    );
  }
}

function heldBy(agent: Agent): readonly Statement[] {
  return [...agent.statements, ...agent.guardrails];
}

function agentCost(agent: Agent, costs: ReadonlyMap<Statement, number>): number {
  return sum(heldBy(agent).map((statement) => costs.get(statement) ?? 0));
}

function statementCosts(set: PolicySet): ReadonlyMap<Statement, number> {
  return new Map(set.statements.map((statement) => [statement, statementCost(statement)]));
}

function statementCost({ scope }: Statement): number {
  const patterns = [...scope.actions, ...scope.exceptActions, ...scope.resources, ...scope.exceptResources];
  return sum(patterns.flatMap((pattern) => pattern.globs.map(globCost)));
}

function globCost(glob: Glob): number {
  let cost = 1;
  let wild = false;
  for (const token of glob.tokens) {
    wild ||= token.kind !== "text";
    const width = token.kind === "text" ? token.text.length + 1 : 1;
    cost += wild ? width * positions : width;
  }
  return cost;
}

function shapeCost(shape: Shape): number {
  return sum(shape.parts.map((part) => positions * (part.kind === "text" ? part.text.length + 1 : 1)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function greatest(numbers: readonly number[]): number {
  return numbers.reduce((most, one) => Math.max(most, one), 0);
}
