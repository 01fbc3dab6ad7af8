/**
 * Restrictions that take requests from grants because an attribute of their condition is absent.
 *
 * INVARIANT: a grant is named only if it grants a request without the attribute that nothing else
 * restricts, and that the restriction would let pass if its condition counted as false there.
 */
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import type { Diagram } from "../automata/decision-diagram.ts";
import { ABSENT, label } from "../automata/label.ts";
import { EMPTY_SET, FULL_SET } from "../automata/value-set.ts";
import type { Agent, Condition, Statement } from "../ir/ir.ts";
import { comparesTime, needsOf } from "./condition-needs.ts";
import type { LintContext } from "./lint-context.ts";
import type { SourceStatement } from "./source-statements.ts";
import { placesOf } from "./statement-order.ts";
import { statementPairs } from "./statement-pairs.ts";
import { statementText } from "./statement-text.ts";
import type { TakenFrom } from "./taken-parts.ts";

export interface AbsentFiring {
  readonly source: SourceStatement;
  /** Sorted; at least one. */
  readonly attributes: readonly string[];
  /** In the order of the text; at least one. */
  readonly from: readonly TakenFrom[];
}

const rules = ["absent-attribute"];

/** What a deny or a gate takes because some attribute is absent; `null`: nothing. */
export function absentFiring(context: LintContext, source: SourceStatement): AbsentFiring | null {
  const held = source.instances.flatMap(({ statement, agents }) =>
    statement.kind === "grant" || statement.condition === null
      ? []
      : agents.map((agent) => ({ statement, condition: statement.condition, agent })),
  );
  const attributes = new Set<string>();
  const taken = new Map<Statement, Taken>();
  for (const { statement, condition, agent } of held) {
    if (condition === null) continue;
    for (const name of undefaulted(context, condition)) {
      for (const { grant, shared } of takenWithout(context, { statement, condition, agent }, name)) {
        attributes.add(name);
        const known = taken.get(grant);
        if (known === undefined) taken.set(grant, { agents: [agent], shared });
        else if (!known.agents.includes(agent)) known.agents.push(agent);
      }
    }
  }
  return taken.size === 0
    ? null
    : { source, attributes: [...attributes].sort(), from: bySource(context, taken) };
}

interface Taken {
  readonly agents: Agent[];
  readonly shared: TakenFrom["shared"];
}

/** The grants as the text has them, in its order. */
function bySource(context: LintContext, taken: ReadonlyMap<Statement, Taken>): readonly TakenFrom[] {
  const places = placesOf(context);
  const found = new Map<number, Taken>();
  for (const [statement, { agents, shared }] of taken) {
    const place = places.get(statement) ?? 0;
    const known = found.get(place);
    if (known === undefined) found.set(place, { agents: [...agents], shared });
    else known.agents.push(...agents);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .flatMap(([place, part]) =>
      context.statements.slice(place, place + 1).map((grant) => ({ grant, ...part })),
    );
}

/** Attributes that the condition compares and that have no default, sorted. */
function undefaulted({ set }: LintContext, condition: Condition): readonly string[] {
  const defaulted = new Set(set.context.filter((a) => a.default !== null).map(({ name }) => name));
  return [...needsOf(condition).compared].filter((name) => !defaulted.has(name)).sort();
}

interface Held {
  readonly statement: Statement;
  readonly condition: Condition;
  readonly agent: Agent;
}

/** The grants that lose a request without the attribute. */
function* takenWithout(
  context: LintContext,
  { statement, condition, agent }: Held,
  name: string,
): Generator<{ readonly grant: Statement; readonly shared: TakenFrom["shared"] }> {
  const { analysis } = context;
  const pairs = context.share(statementPairs);
  const { grants, denies, gates } = analysis.boxesOf(agent);
  const isGate = statement.kind === "gate";
  const negatives = [...denies, ...(isGate ? gates : [])].filter((box) => box.statement !== statement);
  const box: Box = {
    ...analysis.effectBox(statement),
    condition: () => unknownWithout(analysis, condition, name),
  };
  for (const grant of grants) {
    if (grant.statement === null || (isGate && grant.statement.kind !== "grant")) continue;
    if (!pairs.mayMeet(box, grant)) continue;
    const question = { positives: [box, grant], negatives };
    const text = (): string =>
      `what does \`${statementText(context, statement)}\` restrict without \`context.${name}\``;
    const answer = context.ask(question, rules, text);
    if (answer.kind === "witness") yield { grant: grant.statement, shared: answer };
  }
}

/** Where the condition is unknown, the attribute absent, and every other one there and well-typed. */
function unknownWithout(analysis: AnalysisContext, condition: Condition, name: string): Diagram {
  const { diagrams, space, conditions } = analysis;
  const { isTrue, notFalse } = conditions.compile(condition);
  const others = [...needsOf(condition).compared].map((compared) => {
    const { variable, default: fallback } = space.dimension(compared, null);
    if (compared === name) return diagrams.atom(variable, label(EMPTY_SET, ABSENT));
    return diagrams.atom(variable, label(FULL_SET, fallback === null ? 0 : ABSENT));
  });
  const now = comparesTime(condition) ? [diagrams.atom(space.now, label(FULL_SET, 0))] : [];
  return diagrams.all([diagrams.minus(notFalse, isTrue), ...others, ...now]);
}
