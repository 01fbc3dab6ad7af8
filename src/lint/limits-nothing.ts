/**
 * Whether the condition of a plain grant limits nothing: all that it shuts out is allowed anyway by plain
 * grants without condition, and some of it without approval. `unconstraining-limit` tells such a grant,
 * so the rules about covered statements do not.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Agent, Grant, Statement } from "../ir/ir.ts";
import type { LintContext, QuestionText } from "./lint-context.ts";

/** Exact; false where it is not decided, which is noted for the rules. */
export function limitsNothing(
  context: LintContext,
  statement: Statement,
  agent: Agent,
  rules: readonly string[],
  text: QuestionText,
): boolean {
  if (statement.kind !== "grant" || statement.condition === null) return false;
  const { grants, denies, gates } = context.analysis.boxesOf(agent);
  const others = grants.filter(
    ({ statement: other }) => other?.kind === "grant" && other !== statement && other.condition === null,
  );
  if (others.length === 0) return false;
  const shutOut = shutOutOf(context, statement, agent);
  const answer = context.ask({ positives: [shutOut], negatives: [...others, ...denies] }, rules, text);
  if (answer.kind !== "empty" || tellsMore(statement, answer.covering)) return false;
  const left = context.ask({ positives: [shutOut], negatives: [...denies, ...gates] }, rules, text);
  return left.kind === "witness";
}

/** Where the grant would hold without its condition and does not with it. */
function shutOutOf({ analysis }: LintContext, grant: Grant, agent: Agent): Box {
  const { diagrams, conditions } = analysis;
  const whole = analysis.grantBox({ ...grant, condition: null }, agent.expires);
  return {
    ...whole,
    statement: grant,
    condition: () => diagrams.minus(whole.condition(), conditions.compile(grant.condition).isTrue),
  };
}

/** Whether the grant is there for a channel that the others do not tell. */
function tellsMore({ notify }: Grant, others: readonly Box[]): boolean {
  const told = new Set(
    others.flatMap(({ statement }) => (statement?.kind === "grant" ? statement.notify : [])),
  );
  return notify.some((channel) => !told.has(channel));
}
