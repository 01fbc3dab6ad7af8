/**
 * Which plain grants allow every action of a service, by a wildcard or by a list.
 *
 * By a wildcard: an action of the service that no pattern of the set names is left after denies and
 * gates. By a list: every action that the catalogue has for the service is admitted and left.
 */
import type { Witness } from "../base/diagnostic.ts";
import { Budget } from "../automata/budget.ts";
import type { CatalogueService } from "../catalogue/catalogue.ts";
import type { Glob, Pattern } from "../ir/ir.ts";
import { actionAtoms, changesThings, isLiteral, servicePartOf, spansServices } from "./action-atoms.ts";
import { grantsOfFullAccess } from "./full-access.ts";
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
import { spanningGrants } from "./spanning-grants.ts";

export interface WholeServices {
  /** The first pattern at fault. */
  readonly pattern: Pattern;
  /** As the catalogue spells them; sorted. */
  readonly services: readonly string[];
  readonly witness: Witness | null;
}

const rules = ["whole-service"];

/** A list of so few actions is as plain as it can be, though it names all that there are. */
const fewActions = 3;

/** The statements that do so; those that reach into all services aside. */
export function wholeServices(
  context: LintContext,
): ReadonlyMap<SourceStatement, HeldFinding<WholeServices>> {
  return context.share({ name: "whole services", make: findAll });
}

function findAll(context: LintContext): ReadonlyMap<SourceStatement, HeldFinding<WholeServices>> {
  const worse = [grantsOfFullAccess(context), spanningGrants(context)];
  const result = new Map<SourceStatement, HeldFinding<WholeServices>>();
  for (const { source, holders } of plainGrants(context)) {
    if (worse.some((found) => found.has(source))) continue;
    const found = amongHolders(holders, (held) => ofGrant(context, held));
    if (found !== null) result.set(source, found);
  }
  return result;
}

function ofGrant(context: LintContext, held: HeldGrant): WholeServices | null {
  const found = new Map<string, { readonly pattern: Pattern; readonly witness: Witness | null }>();
  const patterns = [...held.grant.scope.actions].sort((a, b) => a.place.start - b.place.start);
  const listed = new Map<CatalogueService, Pattern>();
  for (const pattern of patterns) {
    for (const glob of pattern.globs) {
      if (spansServices(glob)) continue;
      const service = byWildcard(context, glob);
      if (service !== null && !found.has(service)) {
        const witness = unnamedLeft(context, held, service);
        if (witness !== null) found.set(service, { pattern, ...witness });
      }
      for (const reached of actionAtoms(context).reach(glob)) {
        if (!listed.has(reached)) listed.set(reached, pattern);
      }
    }
  }
  for (const [service, pattern] of listed) {
    if (found.has(service.spelling)) continue;
    const witness = listLeft(context, held, service);
    if (witness !== null) found.set(service.spelling, { pattern, ...witness });
  }
  const [first] = found.values();
  return first === undefined ? null : { ...first, services: [...found.keys()].sort() };
}

const free = new Budget(Infinity);

/** The service of which the glob matches all actions, as the catalogue spells it; `null`: of none. */
function byWildcard(context: LintContext, glob: Glob): string | null {
  const [first] = glob.tokens;
  if (first?.kind !== "text" || isLiteral(glob)) return null;
  const globs = nameGlobs(context);
  const known = context.catalogue.serviceOf(`${first.text}${globs.unnamed}`);
  const part = servicePartOf(first.text);
  // What the catalogue says of all MCP servers, it says of no service.
  const key = known === null || (part !== null && part.length > known.key.length) ? part : known.key;
  const { library } = context.analysis;
  if (key === null || !library.contains(library.entry(glob), globs.service(key), free)) return null;
  return key === known?.key ? known.spelling : key;
}

/** Whether an action that no pattern names is left, with a request: for a known action if one is left. */
function unnamedLeft(
  context: LintContext,
  held: HeldGrant,
  service: string,
): { readonly witness: Witness | null } | null {
  const globs = nameGlobs(context);
  const text = (): string => `does \`${held.grant.id}\` allow every action of \`${service}\``;
  const { resources } = context.analysis.everything;
  const unnamed = globs.literal("action", `${service}:${globs.unnamed}`);
  const answer = askLeft(context, held, [boxOf([unnamed], resources)], rules, text);
  if (answer.kind !== "witness") return null;
  const actions = context.catalogue.service(service.toLowerCase())?.actions.filter(changesThings) ?? [];
  // One that exists shows it better; a few are tried, and most often the first one is left.
  for (const { name } of actions.slice(0, fewActions)) {
    const known = askLeft(context, held, [boxOf([globs.literal("action", name)], resources)], rules, text);
    if (known.kind === "witness") return { witness: leftWitness(context, held, known, rules, text) };
  }
  return { witness: leftWitness(context, held, answer, rules, text) };
}

/** Whether the grant lists all actions of a service, and each is left. */
function listLeft(
  context: LintContext,
  held: HeldGrant,
  service: CatalogueService,
): { readonly witness: Witness | null } | null {
  if (service.actions.length <= fewActions) return null;
  const admitted = new Set(actionAtoms(context).ofScope(held.grant.scope));
  if (!service.actions.every((action) => admitted.has(action))) return null;
  const globs = nameGlobs(context);
  const { resources } = context.analysis.everything;
  let witness: Witness | null = null;
  for (const { name } of [...service.actions].sort(
    (a, b) => Number(changesThings(b)) - Number(changesThings(a)),
  )) {
    const text = (): string => `does \`${held.grant.id}\` allow \`${name}\``;
    const answer = askLeft(context, held, [boxOf([globs.literal("action", name)], resources)], rules, text);
    if (answer.kind !== "witness") return null;
    witness ??= leftWitness(context, held, answer, rules, text);
  }
  return { witness };
}
