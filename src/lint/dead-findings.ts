/** Findings about dead statements, as the rules of the cover family tell them. */
import type { Fix, RelatedPlace, Witness } from "../base/diagnostic.ts";
import type { Decision } from "../base/request.ts";
import type { Box } from "../analysis/boxes.ts";
import type { Agent, Statement } from "../ir/ir.ts";
import { interpret } from "../reference/interpret.ts";
import type { DeadStatement, DeadVerdict } from "./dead-statement.ts";
import { deadStatements } from "./dead-statements.ts";
import type { Finding } from "./define-rule.ts";
import { removeStatement } from "./edits.ts";
import type { LintContext } from "./lint-context.ts";
import { agentList } from "./missing-limits.ts";
import { statementText } from "./statement-text.ts";

const shownPlaces = 10;

/** The dead statements that one rule tells. */
export function deadBy(context: LintContext, verdict: DeadVerdict): readonly DeadStatement[] {
  return context.share(deadStatements).filter((dead) => dead.verdict === verdict);
}

/** What all findings of the family have: the place, the covering statements, the fix and a witness. */
export function deadFinding(
  context: LintContext,
  dead: DeadStatement,
  { message, help, relation }: { readonly message: string; readonly help: string; readonly relation: string },
): Finding {
  const { source } = dead;
  return {
    span: source.place.span,
    message,
    related: relatedPlaces(context, dead, relation),
    help,
    witness: witnessOf(context, dead),
    fixes: fixesOf(context, dead),
  };
}

/** The statement's words, in backticks. */
export function nameOf(context: LintContext, { source }: DeadStatement): string {
  return `\`${statementText(context, source)}\``;
}

/** `X` covers it, or that several do, each for some agents. */
export function coveringText(context: LintContext, { covering }: DeadStatement): string {
  const names = new Set(covering.map(({ statement }) => statementText(context, statement)));
  const [only] = names;
  return only !== undefined && names.size === 1
    ? `\`${only}\` covers it`
    : "for each of its agents another statement covers it";
}

function relatedPlaces(context: LintContext, dead: DeadStatement, relation: string): RelatedPlace[] {
  const holders = agentsOf(dead);
  const byPlace = new Map<string, { readonly statement: Statement; readonly agents: Set<Agent> }>();
  for (const { statement, agents } of dead.covering) {
    const { file, start } = statement.place.span;
    const key = `${file}\u0000${start}`;
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, { statement, agents: new Set(agents) });
    else for (const agent of agents) known.agents.add(agent);
  }
  const places = [...byPlace.values()].map(({ statement, agents }): RelatedPlace => {
    const isForAll = agents.size === holders.length;
    const whom = isForAll ? "" : ` for ${agentList(context.inOrder(agents))}`;
    return {
      message: `\`${statementText(context, statement)}\` ${relation}${whom}`,
      span: statement.place.span,
    };
  });
  const [last] = places.slice(shownPlaces);
  if (last === undefined) return places;
  const more = { message: `and ${places.length - shownPlaces} more such statements`, span: last.span };
  return [...places.slice(0, shownPlaces), more];
}

function agentsOf({ source }: DeadStatement): readonly Agent[] {
  return source.instances.flatMap(({ agents }) => agents);
}

function fixesOf(context: LintContext, { source, isForNow }: DeadStatement): readonly Fix[] {
  const edits = isForNow ? null : removeStatement(context, source);
  return edits === null ? [] : [{ title: "remove the statement", kind: "safe", edits }];
}

/** A request that the statement matches, decided alike without it; one that is granted, if there is any. */
function witnessOf(context: LintContext, { source, verdict }: DeadStatement): Witness | null {
  if (verdict === "never-matches") return null;
  const [agent] = context.inOrder(source.instances.flatMap(({ agents }) => agents));
  const statement = source.instances.find(
    ({ agents }) => agent !== undefined && agents.includes(agent),
  )?.statement;
  if (agent === undefined || statement === undefined) return null;
  const text = (): string => `a request of \`${statementText(context, source)}\``;
  for (const [positives, negatives] of regionsOf(context, statement, agent, verdict)) {
    const answer = context.ask({ positives, negatives }, [verdict], text);
    if (answer.kind !== "witness") continue;
    const without = withoutStatement(context, agent, statement);
    return context.witness(agent, answer, [verdict], text, (decision, request) =>
      isSame(decision, interpret(without, request)),
    );
  }
  return null;
}

/** Where a request is looked for, the most telling regions first. */
function* regionsOf(
  { analysis }: LintContext,
  statement: Statement,
  agent: Agent,
  verdict: DeadVerdict,
): Generator<readonly [readonly Box[], readonly Box[]]> {
  const { grants, denies } = analysis.boxesOf(agent);
  const isOwnGrant = statement.kind === "grant" || (statement.kind === "gate" && statement.grants);
  if (isOwnGrant) {
    const box = analysis.grantBox(statement, agent.expires);
    yield [[box], denies];
    yield [[box], []];
  }
  const effect = analysis.effectBox(statement);
  const others = verdict === "ineffective-deny" ? [] : grants.filter((g) => g.statement !== statement);
  if (statement.kind === "gate") for (const grant of others) yield [[effect, grant], denies];
  if (statement.kind === "deny") for (const grant of others) yield [[effect, grant], []];
  yield [[effect], []];
}

function withoutStatement(context: LintContext, agent: Agent, statement: Statement): LintContext["set"] {
  const without: Agent = {
    ...agent,
    statements: agent.statements.filter((s) => s !== statement),
    guardrails: agent.guardrails.filter((s) => s !== statement),
  };
  return { ...context.set, agents: [without] };
}

/** The same effect, approvals and obligations, whatever statements are named. */
function isSame(a: Decision, b: Decision): boolean {
  const seen = ({ effect, approvals, notify }: Decision): string =>
    JSON.stringify([
      effect,
      approvals.map(({ statements: _, ...options }) => JSON.stringify(options)).sort(),
      notify,
    ]);
  return seen(a) === seen(b);
}
