/** Agents that some kind of limit does not hold, grouped as they are told. */
import type { RelatedPlace } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Agent, Limit } from "../ir/ir.ts";
import type { Finding } from "./define-rule.ts";
import type { LintContext } from "./lint-context.ts";

/** `ci-runner`, `ci-runner` and `docs-bot`, or `ci-runner`, `docs-bot` and 3 more. */
export function agentList(agents: readonly Agent[], shown = 3): string {
  const names = agents.map(({ name }) => `\`${name}\``);
  if (names.length <= shown) {
    return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
  }
  return `${names.slice(0, shown).join(", ")} and ${names.length - shown} more agents`;
}

/** Whether the limit counts for this agent. */
export function holds(limit: Limit, agent: Agent): boolean {
  return limit.scope.agents.includes(agent.name);
}

/** Agents that may do something and that no limit of the wanted kind holds. */
export function agentsWithout(context: LintContext, isWanted: (limit: Limit) => boolean): readonly Agent[] {
  const limits = context.set.limits.filter(isWanted);
  const held = new Set(limits.flatMap(({ scope }) => scope.agents));
  return context.set.agents.filter((a) => a.statements.some((s) => s.kind !== "deny") && !held.has(a.name));
}

const shownPlaces = 10;

/**
 * One finding when no agent at all is held (it is the set that forgot), else one for each file that
 * declares such agents, at the first of them.
 */
export function missingLimitFindings(
  context: LintContext,
  agents: readonly Agent[],
  { what, help }: { readonly what: string; readonly help: string },
): readonly Finding[] {
  const places = new Map<string, Agent[]>();
  const inOrder = [...agents].sort(
    (a, b) =>
      compareCodePoints(a.place.file, b.place.file) ||
      a.place.start - b.place.start ||
      compareCodePoints(a.name, b.name),
  );
  for (const agent of inOrder) {
    const there = places.get(agent.place.file);
    if (there === undefined) places.set(agent.place.file, [agent]);
    else there.push(agent);
  }
  const groups = [...places.values()];
  const able = context.set.agents.filter((a) => a.statements.some((s) => s.kind !== "deny"));
  const [first, ...others] = groups;
  if (first?.[0] === undefined) return [];
  if (groups.length > 1 && agents.length === able.length) {
    const related: RelatedPlace[] = others.slice(0, shownPlaces).flatMap((group) => {
      const [agent] = group;
      return agent === undefined ? [] : [{ message: agentList(group), span: agent.place }];
    });
    return [{ span: first[0].place, message: `no agent has ${what}`, related, help }];
  }
  return groups.flatMap((group) => {
    const [agent] = group;
    if (agent === undefined) return [];
    const verb = group.length === 1 ? "has" : "have";
    return [
      { span: agent.place, message: `${agentList(group)} ${verb} no ${what.replace(/^an? /, "")}`, help },
    ];
  });
}
