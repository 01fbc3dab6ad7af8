/**
 * What plain grants leave allowed without approval: their scope and condition, minus the denies,
 * guardrails, borders and gates that hold the agent.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Answer } from "../analysis/question.ts";
import type { Witness } from "../base/diagnostic.ts";
import type { Agent, Grant } from "../ir/ir.ts";
import type { LintContext, QuestionText } from "./lint-context.ts";
import type { SourceStatement } from "./source-statements.ts";

/** A plain grant as one agent holds it. */
export interface HeldGrant {
  readonly grant: Grant;
  readonly agent: Agent;
}

/** The plain grants of the text, each with all who hold it; the agents in the order of `inOrder`. */
export function plainGrants(
  context: LintContext,
): readonly { readonly source: SourceStatement; readonly holders: readonly HeldGrant[] }[] {
  return context.share({
    name: "plain grants",
    make: ({ statements }) =>
      statements.flatMap((source) => {
        const grantOf = new Map<Agent, Grant>();
        for (const { statement, agents } of source.instances) {
          if (statement.kind === "grant") for (const agent of agents) grantOf.set(agent, statement);
        }
        const holders = context.inOrder(grantOf.keys()).flatMap((agent) => {
          const grant = grantOf.get(agent);
          return grant === undefined ? [] : [{ grant, agent }];
        });
        return holders.length === 0 ? [] : [{ source, holders }];
      }),
  });
}

/** A defect of a statement: what was found for the first of the agents that it holds for. */
export interface HeldFinding<T> {
  readonly first: T;
  /** In the order of `inOrder`; at least one. */
  readonly agents: readonly Agent[];
  /** How many hold the statement. */
  readonly of: number;
}

/** Asks for each holder; `null` when none has the defect. */
export function amongHolders<T>(
  holders: readonly HeldGrant[],
  find: (held: HeldGrant) => T | null,
): HeldFinding<T> | null {
  let first: T | null = null;
  const agents: Agent[] = [];
  for (const held of holders) {
    const found = find(held);
    if (found === null) continue;
    first ??= found;
    agents.push(held.agent);
  }
  return first === null ? null : { first, agents, of: holders.length };
}

/** Such as ` for \`ci-runner\` and 3 more`; empty where the statement is one agent's own. */
export function forAgents({ agents, of }: HeldFinding<unknown>): string {
  const [first] = agents;
  if (of === 1 || first === undefined) return "";
  const more = agents.length === 1 ? "" : ` and ${String(agents.length - 1)} more`;
  return ` for \`${first.name}\`${more}`;
}

/** What is left of the grant within some boxes: a request that is allowed without approval, or none. */
export function askLeft(
  context: LintContext,
  { grant, agent }: HeldGrant,
  within: readonly Box[],
  rules: readonly string[],
  text: QuestionText,
): Answer {
  const { analysis } = context;
  const { denies, gates } = analysis.boxesOf(agent);
  const positives = [analysis.grantBox(grant, agent.expires), ...within];
  return context.ask({ positives, negatives: [...denies, ...gates] }, rules, text);
}

/** The request of an answer of `askLeft`, replayed; `null` unless something is left. */
export function leftWitness(
  context: LintContext,
  { agent }: HeldGrant,
  answer: Answer,
  rules: readonly string[],
  text: QuestionText,
): Witness | null {
  if (answer.kind !== "witness") return null;
  return context.witness(agent, answer, rules, text, ({ effect }) => effect === "allow");
}
