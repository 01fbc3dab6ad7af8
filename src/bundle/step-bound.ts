/**
 * The worst case of one request: how many steps a decision can take, whatever the request.
 *
 * A step is a byte compared, an edge probed, a position visited or a statement taken; the writers of the
 * tables count them for what they write. A set over the limit does not build, and the patterns that cost
 * most are named.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Agent, Glob, PolicySet, Statement } from "../ir/ir.ts";
import { maxNameBytes } from "../runtime/layout.ts";
import { bundleMessages } from "./messages.ts";
import type { CompiledTables } from "./tables.ts";

/** Positions in the longest valid name, its end included. */
const positions = maxNameBytes + 1;

/** A set over this does not build: about a tenth of a second in the worst case. */
export const maxSteps: number = 2 ** 25;

/** The most steps that any one request can take. */
export function stepBound({ agentSteps, commonSteps }: CompiledTables): number {
  let most = 0;
  for (const steps of agentSteps.values()) most = Math.max(most, steps);
  return commonSteps + most;
}

/** Reports each agent whose bound is over the limit, with the statements that cost most. */
export function checkStepBound(set: PolicySet, tables: CompiledTables, report: Report): void {
  for (const agent of set.agents) {
    const bound = tables.commonSteps + (tables.agentSteps.get(agent) ?? 0);
    if (bound <= maxSteps) continue;
    const dearest = heldBy(agent)
      .map((statement) => ({ statement, cost: statementCost(statement) }))
      .sort((a, b) => b.cost - a.cost || compareCodePoints(a.statement.id, b.statement.id))
      .slice(0, 3);
    report(
      bundleMessages.build["step-bound"](
        agent.place,
        { agent: agent.name, bound, limit: maxSteps },
        {
          help: "use fewer wildcards inside patterns, above all `**`; one at the end costs nothing",
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

/** What a statement's patterns would cost alone. */
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
