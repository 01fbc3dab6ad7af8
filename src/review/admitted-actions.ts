/**
 * Which actions of the catalogue wildcards admit: what changes under a set's feet when the catalogue learns.
 *
 * INVARIANT: what the record of known actions lacks and some agent may do without approval is told; a question
 * that was not decided counts as allowed.
 */
import { AnalysisContext } from "../analysis/analysis-context.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Agent, PolicySet } from "../ir/ir.ts";
import { actionAtoms, isLiteral } from "../lint/action-atoms.ts";
import { askLeft, type HeldGrant, plainGrants } from "../lint/left-ungated.ts";
import { LintContext } from "../lint/lint-context.ts";
import { boxOf, nameGlobs } from "../lint/name-globs.ts";
import type { Compilation } from "../pipeline.ts";
import type { NewAction } from "./review.ts";

export interface ActionSettings {
  readonly catalogue: Catalogue;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly maxStates: number;
  /** Shared with whatever else asks about the set. */
  readonly analysis?: AnalysisContext;
}

/**
 * The actions that wildcards of plain grants match, sorted: what a record of known actions holds. Denies, gates
 * and conditions have no part in it, since lifting one is a change of the policies, which `diff` tells.
 */
export function admittedActions(compilation: Compilation, settings: ActionSettings): readonly string[] {
  if (compilation.set === null) return [];
  return sortedUnique(admittedBy(contextOf(compilation, compilation.set, settings)).keys());
}

/** The actions that are allowed without approval by a wildcard and that the record lacks, sorted. */
export function newActionsOf(
  compilation: Compilation,
  known: ReadonlySet<string>,
  settings: ActionSettings,
): readonly NewAction[] {
  if (compilation.set === null) return [];
  const context = contextOf(compilation, compilation.set, settings);
  const found = [...admittedBy(context)].flatMap(([action, holders]): NewAction[] => {
    if (known.has(action)) return [];
    const agents = new Set<Agent>();
    for (const held of holders) {
      if (!agents.has(held.agent) && mayBeLeft(context, held, action)) agents.add(held.agent);
    }
    return agents.size === 0 ? [] : [{ action, agents: sortedUnique([...agents].map(({ name }) => name)) }];
  });
  return found.sort((a, b) => compareCodePoints(a.action, b.action));
}

function contextOf(
  { tests, config, sensitive, trees, sources }: Compilation,
  set: PolicySet,
  { analysis, ...settings }: ActionSettings,
): LintContext {
  const shared = analysis ?? new AnalysisContext(set);
  return new LintContext({ set, tests, config, sensitive, trees, sources, analysis: shared, ...settings });
}

/** Each action with the grants that admit it by a wildcard to agents for whom none names it. */
function admittedBy(context: LintContext): ReadonlyMap<string, readonly HeldGrant[]> {
  const atoms = actionAtoms(context);
  const grants = plainGrants(context).flatMap(({ holders }) => holders);
  const named = new Map<Agent, Set<string>>();
  for (const { grant, agent } of grants) {
    const names = named.get(agent) ?? new Set<string>();
    named.set(agent, names);
    for (const glob of grant.scope.actions.flatMap(({ globs }) => globs.filter(isLiteral))) {
      for (const { name } of atoms.of(glob)) names.add(name);
    }
  }
  const admitted = new Map<string, HeldGrant[]>();
  for (const held of grants) {
    for (const { name } of atoms.ofScope(held.grant.scope)) {
      if (named.get(held.agent)?.has(name) === true) continue;
      const holders = admitted.get(name);
      if (holders === undefined) admitted.set(name, [held]);
      else holders.push(held);
    }
  }
  return admitted;
}

function mayBeLeft(context: LintContext, held: HeldGrant, action: string): boolean {
  const { resources } = context.analysis.everything;
  const within = [boxOf([nameGlobs(context).literal("action", action)], resources)];
  const text = (): string => `is \`${action}\` left of \`${held.grant.id}\` for \`${held.agent.name}\``;
  return askLeft(context, held, within, [], text).kind !== "empty";
}
