/** Statements as the text has them: one entry a place, whatever number of agents hold it. */
import { compareCodePoints } from "../base/order.ts";
import type { Agent, Owner, PolicySet, Statement, StatementPlace } from "../ir/ir.ts";

/** A statement bound to the variables of the agents that hold it alike. */
export interface StatementInstance {
  readonly statement: Statement;
  /** Sorted by name; at least one. */
  readonly agents: readonly Agent[];
}

export interface SourceStatement {
  /** The id of its first instance; all instances have it. */
  readonly id: string;
  readonly owner: Owner;
  readonly kind: Statement["kind"];
  readonly place: StatementPlace;
  /** Sorted by their first agent. */
  readonly instances: readonly StatementInstance[];
}

/**
 * All statements that some agent holds, roles', guardrails' and borders' included, sorted by file and
 * place. What no agent holds is not in the set.
 */
export function sourceStatements(set: PolicySet): readonly SourceStatement[] {
  const holders = new Map<Statement, Agent[]>();
  for (const agent of set.agents) {
    for (const statement of [...agent.statements, ...agent.guardrails]) {
      const held = holders.get(statement);
      if (held === undefined) holders.set(statement, [agent]);
      else held.push(agent);
    }
  }
  const byPlace = new Map<string, StatementInstance[]>();
  for (const [statement, agents] of holders) {
    const { span } = statement.place;
    // An `agents:` list has one statement per agent at one place; so has a role with variables.
    const key = `${span.file}\u0000${span.start}\u0000${statement.owner.kind}\u0000${statement.owner.kind === "border" ? statement.owner.project : ""}`;
    const instances = byPlace.get(key);
    if (instances === undefined) byPlace.set(key, [{ statement, agents }]);
    else instances.push({ statement, agents });
  }
  return [...byPlace.values()]
    .flatMap((instances) => {
      const [first] = instances;
      if (first === undefined) return [];
      const { id, owner, kind, place } = first.statement;
      return [{ id, owner, kind, place, instances }];
    })
    .sort(
      (a, b) =>
        compareCodePoints(a.place.span.file, b.place.span.file) ||
        a.place.span.start - b.place.span.start ||
        compareCodePoints(a.id, b.id),
    );
}
