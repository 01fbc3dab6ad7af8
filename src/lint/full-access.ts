/**
 * Which grants allow every action on every resource, save what is listed.
 *
 * Every action is every one that has a service: `*:*` is as wide as `**`. A grant, or all plain grants
 * of an agent together, has full access when its scope, what it excepts aside, contains every such
 * request in every context, and a request whose names no pattern of the set mentions is left after
 * excepts, denies and gates. Expiry is left aside: until then it is full access.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Witness } from "../base/diagnostic.ts";
import { ALWAYS } from "../automata/decision-diagram.ts";
import type { Agent, Grant } from "../ir/ir.ts";
import {
  amongHolders,
  askLeft,
  type HeldFinding,
  type HeldGrant,
  leftWitness,
  plainGrants,
} from "./left-ungated.ts";
import type { LintContext } from "./lint-context.ts";
import { boxOf, nameGlobs } from "./name-globs.ts";
import type { SourceStatement } from "./source-statements.ts";

export interface FullAccess {
  readonly source: SourceStatement;
  readonly found: HeldFinding<{ readonly witness: Witness | null; readonly with: readonly Grant[] }>;
}

const rules = ["full-access"];

/** The statements with full access; of several that have it together, the first, with the others. */
export function grantsOfFullAccess(context: LintContext): ReadonlyMap<SourceStatement, FullAccess> {
  return context.share({ name: "full access", make: findAll });
}

function findAll(context: LintContext): ReadonlyMap<SourceStatement, FullAccess> {
  const result = new Map<SourceStatement, FullAccess>();
  const settled = new Set<Agent>();
  for (const { source, holders } of plainGrants(context)) {
    const found = amongHolders(holders, (held) => {
      const witness = alone(context, held);
      return witness === null ? null : { ...witness, with: [] };
    });
    if (found === null) continue;
    for (const agent of found.agents) settled.add(agent);
    result.set(source, { source, found });
  }
  for (const agent of context.inOrder(context.set.agents)) {
    if (!settled.has(agent)) together(context, agent, result);
  }
  return result;
}

/** The scope of a grant without its excepts, where its condition is true. */
function widened({ analysis }: LintContext, grant: Grant): Box {
  return {
    statement: grant,
    region: { ...analysis.region(grant.scope), exceptActions: [], exceptResources: [] },
    condition: () =>
      grant.condition === null ? ALWAYS : analysis.conditions.compile(grant.condition).isTrue,
  };
}

function everyRequest(context: LintContext): Box {
  const withService = nameGlobs(context).glob("action", [
    { kind: "deep" },
    { kind: "text", text: ":" },
    { kind: "deep" },
  ]);
  return boxOf([withService], context.analysis.everything.resources);
}

/** Requests that no pattern mentions: on one name, and on a path. */
function unnamedRequests(context: LintContext): readonly Box[] {
  const globs = nameGlobs(context);
  const { unnamed } = globs;
  const action = globs.literal("action", `${unnamed}:${unnamed}`);
  return [unnamed, `${unnamed}/${unnamed}`].map((resource) =>
    boxOf([action], [globs.literal("resource", resource)]),
  );
}

/** The witness where a request that no pattern mentions is left; `null` when none is. */
function unnamedLeft(context: LintContext, held: HeldGrant): { readonly witness: Witness | null } | null {
  const text = (): string => `does \`${held.grant.id}\` allow what no pattern mentions`;
  const answers = unnamedRequests(context).map((box) => askLeft(context, held, [box], rules, text));
  const [first] = answers;
  if (first === undefined || answers.some(({ kind }) => kind !== "witness")) return null;
  return { witness: leftWitness(context, held, first, rules, text) };
}

function alone(context: LintContext, held: HeldGrant): { readonly witness: Witness | null } | null {
  const { grant } = held;
  // No finite list of beginnings holds every name, so one pattern must begin with a wildcard.
  const isOpen = (patterns: Grant["scope"]["actions"]): boolean =>
    patterns.some(({ globs }) => globs.some((g) => g.tokens[0]?.kind !== "text"));
  if (!isOpen(grant.scope.actions) || !isOpen(grant.scope.resources)) return null;
  const answer = context.ask(
    { positives: [everyRequest(context)], negatives: [widened(context, grant)] },
    rules,
    () => `does \`${grant.id}\` grant every action on every resource`,
  );
  return answer.kind === "empty" ? unnamedLeft(context, held) : null;
}

/** Adds the first of an agent's grants when all together grant everything. */
function together(context: LintContext, agent: Agent, result: Map<SourceStatement, FullAccess>): void {
  const held = plainGrants(context).flatMap(({ source, holders }) =>
    holders.filter((h) => h.agent === agent).map((h) => ({ ...h, source })),
  );
  const grants = held.map(({ grant }) => grant);
  const answer = context.ask(
    { positives: [everyRequest(context)], negatives: grants.map((g) => widened(context, g)) },
    rules,
    () => `does \`${agent.name}\` have every action on every resource`,
  );
  if (answer.kind !== "empty") return;
  const covering = new Set(answer.covering.map(({ statement }) => statement));
  const needed = held.filter(({ grant }) => covering.has(grant));
  const [first, ...others] = needed;
  if (first === undefined) return;
  const left = needed.map((h) => unnamedLeft(context, h)).find((w) => w !== null);
  if (left === undefined) return;
  const { source } = first;
  const known = result.get(source)?.found;
  result.set(source, {
    source,
    found: {
      first: known?.first ?? { ...left, with: others.map(({ grant }) => grant) },
      agents: [...(known?.agents ?? []), agent],
      of: source.instances.reduce((sum, { agents }) => sum + agents.length, 0),
    },
  });
}
