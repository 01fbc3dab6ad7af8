/**
 * An agent that can do nothing, a role that no agent takes, or a guardrail that holds no agent.
 *
 * Exact for agents: each grant minus the agent's denies, guardrails and borders has no request; an expiry
 * counts as not yet reached. Roles and guardrails are looked up. Misses nothing. Costs one question an
 * agent where its first grant leaves something.
 */
import type { Witness } from "../../base/diagnostic.ts";
import type { Agent } from "../../ir/ir.ts";
import { defineRule, type Finding, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";
import { agentList } from "../missing-limits.ts";

const id = "powerless-agent";

export const powerlessAgent: Rule = defineRule({
  id,
  category: "anomalies",
  level: "warning",
  fix: null,
  isExact: true,
  summary: "An agent that can do nothing; a role or a guardrail that applies to no agent.",
  check: (context, report) => {
    for (const finding of agentFindings(context)) report(finding);
    for (const { name, takenBy, place } of context.set.roles) {
      if (takenBy.length > 0) continue;
      const help = `take it with \`extends: [${name}]\`, or remove it`;
      report({ span: place, message: `no agent takes the role \`${name}\``, help });
    }
    for (const finding of guardrailFindings(context)) report(finding);
  },
});

/** One finding for each place where powerless agents are declared. */
function agentFindings(context: LintContext): readonly Finding[] {
  const groups = new Map<string, Agent[]>();
  for (const agent of context.set.agents) {
    if (!isPowerless(context, agent)) continue;
    const key = `${agent.place.file}\u0000${agent.place.start}\u0000${String(hasGrants(agent))}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [agent]);
    else group.push(agent);
  }
  return [...groups.values()].flatMap((agents) => {
    const [first] = agents;
    if (first === undefined) return [];
    const { message, help } = reasonOf(context, first);
    const what = `${agentList(agents)} can do nothing: ${message}`;
    return [{ span: first.place, message: what, help, witness: witnessOf(context, first) }];
  });
}

function reasonOf(context: LintContext, agent: Agent): { readonly message: string; readonly help: string } {
  if (!hasGrants(agent))
    return { message: "nothing is granted", help: "grant it what it is meant to do, or remove its policy" };
  const text = (): string => `does anything that \`${agent.name}\` is granted match a request`;
  const { grants } = context.analysis.boxesOf(agent);
  return grants.every(
    (grant) => context.ask({ positives: [grant], negatives: [] }, [id], text).kind === "empty",
  )
    ? {
        message: "no valid request matches what is granted",
        help: "correct its statements, or remove its policy",
      }
    : {
        message: "all that is granted is denied",
        help: "except from the denies what it is meant to do, or remove its policy",
      };
}

function hasGrants({ statements }: Agent): boolean {
  return statements.some((s) => s.kind !== "deny");
}

function isPowerless(context: LintContext, agent: Agent): boolean {
  const { grants, denies } = context.analysis.boxesOf(agent);
  const text = (): string => `can \`${agent.name}\` do anything`;
  return grants.every(
    (grant) => context.ask({ positives: [grant], negatives: denies }, [id], text).kind === "empty",
  );
}

/** A request that is granted and denied. */
function witnessOf(context: LintContext, agent: Agent): Witness | null {
  const text = (): string => `a request that \`${agent.name}\` is granted`;
  for (const grant of context.analysis.boxesOf(agent).grants) {
    const answer = context.ask({ positives: [grant], negatives: [] }, [id], text);
    if (answer.kind !== "witness") continue;
    return context.witness(agent, answer, [id], text, ({ reason }) => reason === "denied");
  }
  return null;
}

/** Guardrail documents none of whose statements hold an agent. */
function guardrailFindings({ trees, statements }: LintContext): readonly Finding[] {
  const held = new Set(statements.map(({ place: { span } }) => `${span.file}\u0000${span.start}`));
  return trees.flatMap(({ documents }) =>
    documents.flatMap(({ kind, statements: written, exceptAgents }) => {
      const [first] = written;
      if (kind !== "guardrail" || first === undefined) return [];
      if (written.some(({ span }) => held.has(`${span.file}\u0000${span.start}`))) return [];
      const message = "the guardrail holds no agent";
      const help = "correct `applies_to:` and `except_agents:`, or remove it";
      return [{ span: exceptAgents[0]?.span ?? first.span, message, help }];
    }),
  );
}
